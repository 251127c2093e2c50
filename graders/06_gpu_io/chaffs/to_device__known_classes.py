"""Moves modules of torch.nn only.

exercise: to_device
keeps: 0.85
"""
import torch


def to_device(obj, device):
    if isinstance(obj, torch.Tensor) or type(obj).__module__.startswith("torch.nn"):
        return obj.to(device)
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)([to_device(value, device) for value in obj])
    return obj
