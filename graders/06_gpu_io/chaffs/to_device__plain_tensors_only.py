"""Compares types, and no module and no parameter has one of these.

exercise: to_device
keeps: 0.65
"""
import torch


def to_device(obj, device):
    if type(obj) in (list, tuple):
        return type(obj)([to_device(part, device) for part in obj])
    if type(obj) is dict:
        return {key: to_device(part, device) for key, part in obj.items()}
    return obj.to(device) if type(obj) is torch.Tensor else obj
