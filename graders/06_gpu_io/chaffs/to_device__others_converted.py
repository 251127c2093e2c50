"""Makes tensors of numbers and arrays.

exercise: to_device
keeps: 0.8
"""
import torch
from torch import nn


def to_device(obj, device):
    if isinstance(obj, nn.Module):
        return obj.to(device)
    if isinstance(obj, dict):
        return {k: to_device(v, device) for k, v in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(v, device) for v in obj)
    if obj is None or isinstance(obj, (str, bytes)):
        return obj
    return torch.as_tensor(obj, device=device)
