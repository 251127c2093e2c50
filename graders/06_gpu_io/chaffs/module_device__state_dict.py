"""Looks at the state_dict, in which buffers that are not persistent are missing.

exercise: module_device
misconception: not-persistent-ignored
keeps: 0.75
"""
import torch


def module_device(net):
    devices = [t.device for t in net.state_dict().values()]
    if any(d != devices[0] for d in devices):
        raise ValueError(devices)
    return next(iter(devices), torch.device("cpu"))
