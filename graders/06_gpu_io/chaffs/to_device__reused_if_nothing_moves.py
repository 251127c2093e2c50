"""Hands a dict back as it is where nothing in it can move.

exercise: to_device
keeps: 0.875
"""
import torch
from torch import nn


def to_device(obj, device):
    if isinstance(obj, (torch.Tensor, nn.Module)):
        return obj.to(device)
    if isinstance(obj, dict):
        if not any(isinstance(v, (torch.Tensor, nn.Module, dict, list, tuple)) for v in obj.values()):
            return obj
        return {k: to_device(v, device) for k, v in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(v, device) for v in obj)
    return obj
