"""The module's `to` for its effect, the tensor's for its result.

exercise: to_device
"""
import torch
from torch import nn


def to_device(obj, device):
    if isinstance(obj, nn.Module):
        obj.to(device)
    elif torch.is_tensor(obj):
        obj = obj.to(device)
    elif isinstance(obj, (dict, list, tuple)):
        entries = obj.items() if isinstance(obj, dict) else enumerate(obj)
        moved = {key: to_device(value, device) for key, value in entries}
        obj = moved if isinstance(obj, dict) else type(obj)(moved.values())
    return obj
