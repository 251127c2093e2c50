"""Always the same file.

exercise: parameters
misconception: file-name-fixed
keeps: 0.7
"""
import torch


def save_parameters(net, path):
    torch.save(net.state_dict(), "net.params")


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load("net.params", map_location="cpu"))
    return net.to(device).eval()
