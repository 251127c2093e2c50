"""An empty tensor of the same shape on the device.

exercise: to_device
keeps: 0.4
"""
import torch
from torch import nn


def to_device(obj, device):
    if isinstance(obj, nn.Module):
        return obj.to(device)
    if isinstance(obj, torch.Tensor):
        return torch.zeros_like(obj, device=device)
    if isinstance(obj, dict):
        return {k: to_device(v, device) for k, v in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(v, device) for v in obj)
    return obj
