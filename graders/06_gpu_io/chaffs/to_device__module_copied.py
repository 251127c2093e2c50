"""A copy of the module is moved.

exercise: to_device
misconception: module-copied
keeps: 0.75
"""
import torch
from torch import nn


import copy


def to_device(obj, device):
    if isinstance(obj, nn.Module):
        return copy.deepcopy(obj).to(device)
    if isinstance(obj, torch.Tensor):
        return obj.to(device)
    if isinstance(obj, dict):
        return {k: to_device(v, device) for k, v in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(v, device) for v in obj)
    return obj
