"""A module in a container comes back as a copy.

exercise: to_device
misconception: module-copied-inside
keeps: 0.9
"""
import copy
import torch
from torch import nn


def to_device(obj, device):
    if isinstance(obj, (torch.Tensor, nn.Module)):
        return obj.to(device)
    def entry(v):
        return copy.deepcopy(v).to(device) if isinstance(v, nn.Module) else to_device(v, device)
    if isinstance(obj, dict):
        return {k: entry(v) for k, v in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(entry(v) for v in obj)
    return obj
