"""Returns nothing.

exercise: parameters
keeps: 0.75
"""
import torch


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load(path, map_location="cpu"))
    net.to(device).eval()
