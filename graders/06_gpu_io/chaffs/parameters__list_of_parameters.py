"""The parameters in order, without names.

exercise: parameters
misconception: parameters-only
keeps: 0.45
"""
import torch


def save_parameters(net, path):
    torch.save([p.detach() for p in net.parameters()], path)


def load_parameters(net, path, device="cpu"):
    with torch.no_grad():
        for p, saved in zip(net.parameters(), torch.load(path, map_location="cpu")):
            p.copy_(saved)
    return net.to(device).eval()
