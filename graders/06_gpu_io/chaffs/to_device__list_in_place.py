"""Puts the moved tensors into the caller's list.

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
        return {k: to_device(v, device) for k, v in obj.items()}
    if isinstance(obj, list):
        obj[:] = [to_device(v, device) for v in obj]
        return obj
    if isinstance(obj, tuple):
        return tuple(to_device(v, device) for v in obj)
    return obj
