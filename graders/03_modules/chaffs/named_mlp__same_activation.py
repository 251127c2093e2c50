"""One ReLU under two names.

exercise: named_mlp
misconception: same-activation-twice
keeps: 0.8
"""
from collections import OrderedDict

from torch import nn


def named_mlp():
    relu = nn.ReLU()
    return nn.Sequential(OrderedDict(
        linear1=nn.Linear(4, 8), activate1=relu, linear2=nn.Linear(8, 8), activate2=relu, linear3=nn.Linear(8, 1)))
