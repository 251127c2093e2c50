"""Does not hand the device on in lists.

exercise: to_device
keeps: 0.6
"""
import torch
from torch import nn


def to_device(obj, device="cpu"):
    if isinstance(obj, (torch.Tensor, nn.Module)):
        return obj.to(device)
    if isinstance(obj, dict):
        return {k: to_device(v, device) for k, v in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(v) for v in obj)
    return obj
