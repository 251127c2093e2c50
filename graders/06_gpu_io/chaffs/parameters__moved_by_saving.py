"""The net that is saved is moved to the CPU.

exercise: parameters
misconception: moved-by-saving
keeps: 0.875
"""
import torch


def save_parameters(net, path):
    torch.save(net.cpu().state_dict(), path)


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load(path, map_location="cpu"))
    return net.to(device).eval()
