"""torch.add, with the device as a keyword.

exercise: add_on_device_of
"""
import torch


def add_on_device_of(a, b):
    return torch.add(a, b.to(device=a.device))
