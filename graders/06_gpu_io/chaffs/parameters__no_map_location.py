"""Tensors go back to where they came from.

exercise: parameters
misconception: map-location-missing
keeps: 0.75
"""
import torch


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load(path))
    return net.to(device).eval()
