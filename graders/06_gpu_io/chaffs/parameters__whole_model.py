"""Saves the module and returns it, whatever was passed in.

exercise: parameters
keeps: 0.55
"""
import torch


def save_parameters(net, path):
    torch.save(net, path)


def load_parameters(net, path, device="cpu"):
    return torch.load(path, map_location="cpu", weights_only=False).to(device).eval()
