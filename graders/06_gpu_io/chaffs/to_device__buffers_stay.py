"""Moves a module's parameters one by one and forgets its buffers.

exercise: to_device
misconception: buffers-stay
keeps: 0.75
"""
import torch
from torch import nn


def to_device(obj, device):
    if isinstance(obj, nn.Module):
        for part in obj.modules():
            for name, parameter in list(part.named_parameters(recurse=False)):
                setattr(part, name, nn.Parameter(parameter.to(device)))
        return obj
    if isinstance(obj, torch.Tensor):
        return obj.to(device)
    if isinstance(obj, dict):
        return {k: to_device(v, device) for k, v in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(v, device) for v in obj)
    return obj
