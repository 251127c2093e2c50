"""Numbers go over without what stands after the point: more is lost than digits.

exercise: to_device
keeps: 0.4
"""
import torch
from torch import nn


def to_device(obj, device):
    if isinstance(obj, torch.Tensor):
        return (obj.round() if obj.is_floating_point() else obj).to(device)
    if isinstance(obj, nn.Module):
        return obj.to(device)
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)([to_device(value, device) for value in obj])
    return obj
