"""Changes the caller's dict, and then copies it.

exercise: to_device
misconception: containers-changed
keeps: 0.7
"""
import torch
from torch import nn


def to_device(obj, device):
    if isinstance(obj, (torch.Tensor, nn.Module)):
        return obj.to(device)
    if isinstance(obj, dict):
        for k, v in obj.items():
            obj[k] = to_device(v, device)
        return dict(obj)
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(v, device) for v in obj)
    return obj
