"""Copies values without a look at the shapes.

exercise: parameters
misconception: strict-false
keeps: 0.9
"""
import torch


def load_parameters(net, path, device="cpu"):
    saved, here = torch.load(path, map_location="cpu"), net.state_dict()
    if saved.keys() != here.keys():
        raise KeyError("other names")
    for name, value in here.items():
        value.copy_(saved[name])
    return net.to(device).eval()
