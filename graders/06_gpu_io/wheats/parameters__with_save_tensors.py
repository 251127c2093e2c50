"""With the assignment's own save_tensors.

exercise: parameters
"""
import torch


def save_parameters(net, path):
    save_tensors(dict(net.state_dict()), path)


def load_parameters(net, path, device="cpu"):
    net.load_state_dict(torch.load(path, map_location="cpu"))
    return net.to(device).eval()
