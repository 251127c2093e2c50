"""Not in eval mode.

exercise: parameters
misconception: left-in-training-mode
keeps: 0.8
"""
import torch


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load(path, map_location="cpu"))
    return net.to(device)
