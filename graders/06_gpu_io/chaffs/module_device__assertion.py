"""An AssertionError where a ValueError was asked for.

exercise: module_device
keeps: 0.85
"""
import torch


def module_device(net):
    devices = {t.device for t in [*net.parameters(), *net.buffers()]}
    assert len(devices) < 2
    return devices.pop() if devices else torch.device("cpu")
