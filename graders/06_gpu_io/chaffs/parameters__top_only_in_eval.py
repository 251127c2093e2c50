"""Sets the flag of the net itself, not of its parts.

exercise: parameters
misconception: left-in-training-mode
keeps: 0.7
"""
import torch


def save_parameters(net, path):
    torch.save(net.state_dict(), path)


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load(path, map_location=device))
    net.training = False
    return net.to(device)
