"""Makes the tensor on the device, and copies the values.

exercise: to_device
"""
import torch
from torch import nn


def to_device(obj, device):
    if isinstance(obj, nn.Module):
        return obj.to(device)
    if isinstance(obj, torch.Tensor):
        return torch.empty_like(obj, device=device).copy_(obj)
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(value, device) for value in obj)
    return obj
