"""The modules are made once, for all calls.

exercise: named_mlp
misconception: modules-shared
keeps: 0.75
"""
from collections import OrderedDict
from torch import nn


_parts = OrderedDict(
    linear1=nn.Linear(4, 8), activate1=nn.ReLU(), linear2=nn.Linear(8, 8), activate2=nn.ReLU(), linear3=nn.Linear(8, 1))


def named_mlp():
    return nn.Sequential(_parts)
