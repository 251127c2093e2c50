"""Buffers are neither saved nor asked for.

exercise: parameters
misconception: parameters-only
keeps: 0.5
"""
import torch


def save_parameters(net, path):
    torch.save(dict(net.named_parameters()), path)


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load(path, map_location="cpu"), strict=False)
    return net.to(device).eval()
