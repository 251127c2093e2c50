"""Only the kinds of the devices are compared.

exercise: module_device
misconception: kinds-compared
keeps: 0.9
"""
import torch


def module_device(net):
    devices = {t.device.type: t.device for t in [*net.parameters(), *net.buffers()]}
    if len(devices) > 1:
        raise ValueError("several devices")
    return next(iter(devices.values()), torch.device("cpu"))
