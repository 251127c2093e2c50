"""Every tensor but those that batch norm keeps.

exercise: find_parameter
misconception: nothing-raised
keeps: 0.8
"""
import torch


def find_parameter(net, name):
    owner, _, last = name.rpartition(".")
    try:
        value = getattr(net.get_submodule(owner), last)
    except AttributeError:
        raise KeyError(name)
    if not isinstance(value, torch.Tensor) or last in ("running_mean", "running_var", "num_batches_tracked"):
        raise KeyError(name)
    return value
