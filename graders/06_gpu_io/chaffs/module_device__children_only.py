"""Looks at the children and not at the module itself.

exercise: module_device
keeps: 0.525
"""
import torch


def module_device(net):
    d = {p.device for m in net.children() for p in [*m.parameters(), *m.buffers()]} 
    if len(d) > 1:
        raise ValueError
    return d.pop() if d else torch.device("cpu")
