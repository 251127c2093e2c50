"""The CPU, wherever it is.

exercise: module_device
keeps: 0.15
"""
import torch


def module_device(net):
    d = {p.device for p in [*net.parameters(), *net.buffers()]}
    if len(d) > 1:
        raise ValueError
    return torch.device("cpu")
