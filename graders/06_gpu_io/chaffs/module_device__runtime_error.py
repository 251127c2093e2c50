"""A RuntimeError where a ValueError was asked for.

exercise: module_device
keeps: 0.85
"""
import torch


def module_device(net):
    devices = {t.device for t in [*net.parameters(), *net.buffers()]}
    if len(devices) > 1:
        raise RuntimeError("several devices")
    return devices.pop() if devices else torch.device("cpu")
