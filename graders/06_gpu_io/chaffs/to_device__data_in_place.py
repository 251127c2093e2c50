"""Moves the caller's tensor by its data.

exercise: to_device
keeps: 0.425
"""
import torch
from torch import nn


def to_device(obj, device):
    if isinstance(obj, torch.Tensor):
        obj.data = obj.data.to(device)
        return obj
    if isinstance(obj, nn.Module):
        return obj.to(device)
    if isinstance(obj, dict):
        return {k: to_device(v, device) for k, v in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(v, device) for v in obj)
    return obj
