"""Goes down the tree by hand, and raises a ValueError of its own kind.

exercise: module_device
"""
import torch


def _places(net):
    own = set(str(t.device) for t in list(net.parameters(recurse=False)) + list(net.buffers(recurse=False)))
    for child in net.children():
        own.update(_places(child))
    return own


class SplitError(ValueError):
    pass


def module_device(net):
    p = sorted(_places(net))
    if not p:
        return torch.device("cpu")
    if len(p) != 1:
        raise SplitError(p)
    return torch.device(p[0])
