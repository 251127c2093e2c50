"""No graph at all.

exercise: add_on_device_of
misconception: gradient-cut
keeps: 0.65
"""
import torch


def add_on_device_of(a, b):
    with torch.no_grad():
        return a + b.to(a.device)
