"""The first parameter or buffer speaks for all.

exercise: module_device
misconception: first-parameter-only
keeps: 0.6
"""
import torch


def module_device(net):
    for tensor in [*net.parameters(), *net.buffers()]:
        return tensor.device
    return torch.device("cpu")
