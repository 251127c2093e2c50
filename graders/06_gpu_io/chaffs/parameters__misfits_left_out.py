"""Leaves out what does not fit.

exercise: parameters
misconception: strict-false
keeps: 0.75
"""
import torch


def save_parameters(net, path):
    torch.save(net.state_dict(), path)


def load_parameters(net, path, device="cpu"):
    state = torch.load(path, map_location="cpu")
    own = net.state_dict()
    if own.keys() != state.keys():
        raise KeyError
    net.load_state_dict({k: v for k, v in state.items() if v.shape == own[k].shape}, strict=False)
    return net.to(device).eval()
