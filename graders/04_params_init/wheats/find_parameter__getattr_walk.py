"""A walk along the dots, with a look at what was found.

exercise: find_parameter
"""
from torch import nn


def find_parameter(net, name):
    found = net
    for part in name.split("."):
        found = getattr(found, part, None) if isinstance(found, nn.Module) else None
    if not isinstance(found, nn.Parameter):
        raise KeyError(name)
    return found
