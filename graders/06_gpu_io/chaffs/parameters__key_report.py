"""What load_state_dict returns.

exercise: parameters
misconception: returns-key-report
keeps: 0.75
"""
import torch


def load_parameters(net, path, device="cpu"):
    net.to(device).eval()
    return net.load_state_dict(torch.load(path, map_location="cpu"))
