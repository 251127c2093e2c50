"""Parameters only.

exercise: module_device
misconception: buffers-ignored
keeps: 0.55
"""
import torch


def module_device(net):
    devices = {p.device for p in net.parameters()}
    if len(devices) > 1:
        raise ValueError("several devices")
    return devices.pop() if devices else torch.device("cpu")
