"""Unpacks the set of devices.

exercise: module_device
"""
import torch


def module_device(module):
    everything = list(module.parameters()) + list(module.buffers())
    devices = set(t.device for t in everything) or {torch.device("cpu")}
    (device,) = devices
    return device
