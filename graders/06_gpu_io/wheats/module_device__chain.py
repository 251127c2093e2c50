"""Goes through both kinds and compares with the first.

exercise: module_device
"""
import torch
from torch import nn


from itertools import chain


def module_device(net):
    found = None
    for tensor in chain(net.parameters(), net.buffers()):
        if found is None:
            found = tensor.device
        elif tensor.device != found:
            raise ValueError("more than one device")
    return torch.device("cpu") if found is None else found
