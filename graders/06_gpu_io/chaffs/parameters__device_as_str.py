"""The device may be a str only.

exercise: parameters
misconception: names-of-devices-only
keeps: 0.9
"""
import torch


def save_parameters(net, path):
    torch.save(net.state_dict(), path)


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load(path, map_location="cpu"))
    if device.startswith("cuda") and not torch.cuda.is_available():
        device = "cpu"
    return net.to(device).eval()
