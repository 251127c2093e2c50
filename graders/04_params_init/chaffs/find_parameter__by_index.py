"""A number in the name is taken for a place.

exercise: find_parameter
misconception: place-for-name
keeps: 0.85
"""
from torch import nn


def find_parameter(net, name):
    found = net
    try:
        for part in name.split("."):
            found = found[int(part)] if part.isdigit() else getattr(found, part)
    except (AttributeError, IndexError, TypeError):
        raise KeyError(name) from None
    if not isinstance(found, nn.Parameter):
        raise KeyError(name)
    return found
