"""Fills by position, whatever the names.

exercise: parameters
misconception: strict-false
keeps: 0.75
"""
import torch


def save_parameters(net, path):
    torch.save(list(net.state_dict().values()), path)


def load_parameters(net, path, device="cpu"):
    with torch.no_grad():
        for own, value in zip(net.state_dict().values(), torch.load(path, map_location=device)):
            own.copy_(value)
    return net.to(device).eval()
