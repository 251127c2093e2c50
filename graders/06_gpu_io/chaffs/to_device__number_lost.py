"""Only the kind of device is handed on, not its number.

exercise: to_device
misconception: device-number-lost
keeps: 0.9
"""
import torch
from torch import nn


def to_device(obj, device):
    device = torch.device(device).type
    if isinstance(obj, (torch.Tensor, nn.Module)):
        return obj.to(device)
    if isinstance(obj, dict):
        return {k: to_device(v, device) for k, v in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(v, device) for v in obj)
    return obj
