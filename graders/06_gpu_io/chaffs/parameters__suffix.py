"""Adds .pt.

exercise: parameters
misconception: suffix-added
keeps: 0.75
"""
import torch


def save_parameters(net, path):
    torch.save(net.state_dict(), str(path) + ".pt")


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load(str(path) + ".pt", map_location="cpu"))
    return net.to(device).eval()
