"""Read straight onto the device.

exercise: parameters
"""
import torch


def save_parameters(net, path):
    with open(path, "wb") as file:
        torch.save(net.state_dict(), file)


def load_parameters(net, path, device="cpu"):
    state = torch.load(path, map_location=device, weights_only=True)
    net.load_state_dict(state, strict=True)
    net.to(device)
    net.eval()
    return net
