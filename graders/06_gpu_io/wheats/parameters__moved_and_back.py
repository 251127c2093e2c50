"""Moves the net to the CPU while it is saved, and back.

exercise: parameters
"""
import torch


def save_parameters(net, path):
    device = next(net.parameters()).device
    net.cpu()
    torch.save(net.state_dict(), path)
    net.to(device)


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load(path, map_location="cpu"))
    return net.to(device).eval()
