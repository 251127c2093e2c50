"""The file is called .pth whatever the path says.

exercise: parameters
misconception: suffix-added
keeps: 0.75
"""
import os

import torch


def save_parameters(net, path):
    torch.save(net.state_dict(), os.path.splitext(path)[0] + ".pth")


def load_parameters(net, path, device="cpu"):
    state = torch.load(os.path.splitext(path)[0] + ".pth", map_location="cpu", weights_only=True)
    net.load_state_dict(state)
    return net.to(device).eval()
