"""Right but for the empty module.

exercise: module_device
misconception: stop-iteration
keeps: 0.85
"""
from itertools import chain


def module_device(net):
    tensors = chain(net.parameters(), net.buffers())
    first = next(tensors).device
    if any(tensor.device != first for tensor in tensors):
        raise ValueError("several devices")
    return first
