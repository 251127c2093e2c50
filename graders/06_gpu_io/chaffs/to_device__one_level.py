"""Looks into a container, but not into those that are inside.

exercise: to_device
misconception: not-nested
keeps: 0.65
"""
import torch
from torch import nn


def to_device(obj, device):
    def move(x):
        return x.to(device) if isinstance(x, (torch.Tensor, nn.Module)) else x

    if isinstance(obj, dict):
        return {k: move(v) for k, v in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(move(v) for v in obj)
    return move(obj)
