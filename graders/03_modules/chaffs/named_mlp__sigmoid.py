"""Another activation.

exercise: named_mlp
keeps: 0.6
"""
from collections import OrderedDict

from torch import nn


def named_mlp():
    return nn.Sequential(OrderedDict(
        linear1=nn.Linear(4, 8), activate1=nn.Sigmoid(), linear2=nn.Linear(8, 8), activate2=nn.Sigmoid(),
        linear3=nn.Linear(8, 1)))
