"""Asks the data of the parameters.

exercise: module_device
"""
import torch


def module_device(net):
    places = {tensor.data.device for tensor in [*net.parameters(), *net.buffers()]}
    if len(places) > 1:
        raise ValueError(f"on {len(places)} devices")
    return places.pop() if places else torch.device("cpu")
