"""Copies b into an empty tensor on a's device.

exercise: add_on_device_of
"""
import torch


def add_on_device_of(a, b):
    b_there = torch.empty_like(b, device=a.device, requires_grad=False).copy_(b)
    return a + b_there
