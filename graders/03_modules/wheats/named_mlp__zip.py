"""An OrderedDict from two lists.

exercise: named_mlp
"""
from collections import OrderedDict

from torch import nn


def named_mlp():
    names = "linear1 activate1 linear2 activate2 linear3".split()
    modules = [nn.Linear(4, 8), nn.ReLU(inplace=True), nn.Linear(8, 8), nn.ReLU(inplace=True), nn.Linear(8, 1)]
    return nn.Sequential(OrderedDict(zip(names, modules)))
