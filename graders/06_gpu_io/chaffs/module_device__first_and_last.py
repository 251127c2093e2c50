"""Compares the first and the last only.

exercise: module_device
keeps: 0.875
"""
import torch


def module_device(net):
    ts = [*net.parameters(), *net.buffers()]
    if not ts:
        return torch.device("cpu")
    if ts[0].device != ts[-1].device:
        raise ValueError
    return ts[0].device
