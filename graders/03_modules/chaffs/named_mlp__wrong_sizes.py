"""Another width.

exercise: named_mlp
keeps: 0.75
"""
from collections import OrderedDict

from torch import nn


def named_mlp():
    return nn.Sequential(OrderedDict(
        linear1=nn.Linear(4, 16), activate1=nn.ReLU(), linear2=nn.Linear(16, 8), activate2=nn.ReLU(),
        linear3=nn.Linear(8, 1)))
