"""Asks the children.

exercise: module_device
"""
import torch


def module_device(net):
    def collect(part):
        own = [*part.parameters(recurse=False), *part.buffers(recurse=False)]
        return {str(t.device) for t in own}.union(*(collect(child) for child in part.children()))

    names = sorted(collect(net))
    if not names:
        return torch.device("cpu")
    if names[1:]:
        raise ValueError("on " + " and ".join(names))
    return torch.device(names[0])
