"""Counted from 0.

exercise: named_mlp
misconception: wrong-names
keeps: 0.6
"""
from collections import OrderedDict

from torch import nn


def named_mlp():
    return nn.Sequential(OrderedDict(
        linear0=nn.Linear(4, 8), activate0=nn.ReLU(), linear1=nn.Linear(8, 8), activate1=nn.ReLU(),
        linear2=nn.Linear(8, 1)))
