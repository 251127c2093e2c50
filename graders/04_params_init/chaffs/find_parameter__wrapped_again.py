"""A new Parameter around the same numbers.

exercise: find_parameter
misconception: data-returned
keeps: 0.45
"""
from torch import nn


def find_parameter(net, name):
    return nn.Parameter(dict(net.named_parameters())[name])
