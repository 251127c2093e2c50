"""Fills what is missing with what the net has.

exercise: parameters
misconception: strict-false
keeps: 0.8
"""
import torch


def save_parameters(net, path):
    torch.save(net.state_dict(), path)


def load_parameters(net, path, device="cpu"):
    state = torch.load(path, map_location="cpu")
    net.load_state_dict({**net.state_dict(), **state})
    return net.to(device).eval()
