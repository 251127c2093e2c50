"""A dict in place of an nn.Sequential.

exercise: named_mlp
keeps: 0.475
"""
from collections import OrderedDict

from torch import nn


def named_mlp():
    return nn.ModuleDict(OrderedDict(
        linear1=nn.Linear(4, 8), activate1=nn.ReLU(), linear2=nn.Linear(8, 8), activate2=nn.ReLU(),
        linear3=nn.Linear(8, 1)))
