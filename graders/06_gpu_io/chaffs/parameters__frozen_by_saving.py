"""Saving freezes the net.

exercise: parameters
keeps: 0.8
"""
import torch


def save_parameters(net, path):
    torch.save(net.requires_grad_(False).state_dict(), path)


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load(path, map_location=device))
    return net.to(device).eval()
