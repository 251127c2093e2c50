"""Moves the caller's tensors themselves.

exercise: to_device
keeps: 0.7
"""
import torch
from torch import nn


def to_device(obj, device):
    if isinstance(obj, nn.Module):
        return obj.to(device)
    if isinstance(obj, torch.Tensor):
        moved = obj.to(device)
        obj.requires_grad_(False).set_(torch.zeros_like(obj).flatten()[:0])
        return moved
    if isinstance(obj, dict):
        return {k: to_device(v, device) for k, v in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(v, device) for v in obj)
    return obj
