"""One function per kind of object.

exercise: to_device
"""
import torch
from torch import nn


from functools import singledispatch


@singledispatch
def to_device(obj, device):
    return obj


@to_device.register(torch.Tensor)
@to_device.register(nn.Module)
def _(obj, device):
    return obj.to(device, non_blocking=True)


@to_device.register(dict)
def _(obj, device):
    return {k: to_device(v, device) for k, v in obj.items()}


@to_device.register(list)
def _(obj, device):
    out = []
    for v in obj:
        out.append(to_device(v, device))
    return out


@to_device.register(tuple)
def _(obj, device):
    return tuple(to_device(list(obj), device))
