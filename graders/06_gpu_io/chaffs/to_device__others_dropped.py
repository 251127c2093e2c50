"""Leaves out what cannot move.

exercise: to_device
keeps: 0.7
"""
import torch
from torch import nn


def to_device(obj, device):
    keep = (torch.Tensor, nn.Module, dict, list, tuple)
    if isinstance(obj, (torch.Tensor, nn.Module)):
        return obj.to(device)
    if isinstance(obj, dict):
        return {k: to_device(v, device) for k, v in obj.items() if isinstance(v, keep)}
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(v, device) for v in obj if isinstance(v, keep))
    return obj
