"""Always on the CPU.

exercise: parameters
misconception: device-ignored
keeps: 0.75
"""
import torch


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load(path, map_location="cpu"))
    return net.eval()
