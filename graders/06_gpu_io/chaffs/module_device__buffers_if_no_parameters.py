"""Buffers only where there are no parameters.

exercise: module_device
misconception: buffers-ignored
keeps: 0.65
"""
import torch


def module_device(net):
    devices = {p.device for p in net.parameters()} or {b.device for b in net.buffers()}
    if len(devices) > 1:
        raise ValueError("several devices")
    return devices.pop() if devices else torch.device("cpu")
