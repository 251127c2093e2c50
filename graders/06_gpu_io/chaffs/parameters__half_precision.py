"""Saves in half precision.

exercise: parameters
keeps: 0.45
"""
import torch


def save_parameters(net, path):
    torch.save({k: v.half() for k, v in net.state_dict().items()}, path)


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load(path, map_location=device))
    return net.to(device).eval()
