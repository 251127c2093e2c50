"""A new tensor made of the values.

exercise: add_on_device_of
misconception: gradient-cut
keeps: 0.65
"""
import torch


def add_on_device_of(a, b):
    return a + torch.tensor(b.tolist(), device=a.device, dtype=b.dtype)
