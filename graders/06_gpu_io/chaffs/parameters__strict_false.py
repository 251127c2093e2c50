"""Differences do not matter.

exercise: parameters
misconception: strict-false
keeps: 0.8
"""
import torch


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load(path, map_location="cpu"), strict=False)
    return net.to(device).eval()
