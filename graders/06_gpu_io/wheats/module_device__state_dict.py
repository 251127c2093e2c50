"""Looks at the state_dict.

exercise: module_device
"""
import torch


def module_device(net):
    devices = [t.device for t in net.state_dict().values()]
    if any(d != devices[0] for d in devices):
        raise ValueError(devices)
    return next(iter(devices), torch.device("cpu"))
