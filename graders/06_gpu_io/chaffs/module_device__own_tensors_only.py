"""Does not look into submodules.

exercise: module_device
misconception: own-tensors-only
keeps: 0.45
"""
import torch


def module_device(net):
    devices = {t.device for t in [*net.parameters(recurse=False), *net.buffers(recurse=False)]}
    if len(devices) > 1:
        raise ValueError("several devices")
    return devices.pop() if devices else torch.device("cpu")
