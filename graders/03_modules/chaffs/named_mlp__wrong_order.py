"""The names are right, their order is not.

exercise: named_mlp
misconception: wrong-order
keeps: 0.5
"""
from collections import OrderedDict

from torch import nn


def named_mlp():
    return nn.Sequential(OrderedDict(
        linear1=nn.Linear(4, 8), linear2=nn.Linear(8, 8), linear3=nn.Linear(8, 1), activate1=nn.ReLU(),
        activate2=nn.ReLU()))
