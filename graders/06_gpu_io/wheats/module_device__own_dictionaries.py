"""Looks into the dictionaries of every part.

exercise: module_device
"""
import torch


def module_device(net):
    devices = []
    for part in net.modules():
        for kept in (part._parameters, part._buffers):
            devices += [t.device for t in kept.values() if t is not None]
    if any(d != devices[0] for d in devices):
        raise ValueError(devices)
    return next(iter(devices), torch.device("cpu"))
