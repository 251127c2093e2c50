"""What load_state_dict returns.

exercise: parameters
misconception: returns-key-report
"""
import torch


def load_parameters(net, path, device="cpu"):
    net.to(device).eval()
    return net.load_state_dict(torch.load(path, map_location="cpu"))
