"""A match statement.

exercise: to_device
"""
import torch
from torch import nn


def to_device(obj, device):
    match obj:
        case torch.Tensor() | nn.Module():
            return obj.to(device)
        case dict():
            return dict(zip(obj, map(lambda v: to_device(v, device), obj.values())))
        case tuple():
            return (*(to_device(v, device) for v in obj),)
        case list():
            return [*map(lambda v: to_device(v, device), obj)]
        case _:
            return obj
