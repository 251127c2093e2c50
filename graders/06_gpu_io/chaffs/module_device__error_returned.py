"""Returns the error in place of raising it.

exercise: module_device
keeps: 0.825
"""
import torch


def module_device(net):
    d = {p.device for p in [*net.parameters(), *net.buffers()]}
    if len(d) > 1:
        return ValueError("several devices")
    return d.pop() if d else torch.device("cpu")
