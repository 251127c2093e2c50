"""The results in a list are thrown away.

exercise: to_device
misconception: to-dropped
keeps: 0.55
"""
import torch
from torch import nn


def to_device(obj, device):
    if isinstance(obj, (torch.Tensor, nn.Module)):
        return obj.to(device)
    if isinstance(obj, dict):
        return {k: to_device(v, device) for k, v in obj.items()}
    if isinstance(obj, (list, tuple)):
        for value in obj:
            value = to_device(value, device)
    return obj
