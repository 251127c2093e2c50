"""Adds both to zeros of the common shape and dtype.

exercise: add_on_device_of
"""
import torch


def add_on_device_of(a, b):
    moved = b.to(str(a.device))
    shape = torch.broadcast_shapes(a.shape, b.shape)
    out = torch.zeros(shape, dtype=torch.result_type(a, moved), device=a.device)
    out += a
    out += moved
    return out
