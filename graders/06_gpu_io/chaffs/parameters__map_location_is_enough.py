"""Believes that map_location moves the net.

exercise: parameters
misconception: device-ignored
keeps: 0.725
"""
import torch


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load(path, map_location=device))
    return net.eval()
