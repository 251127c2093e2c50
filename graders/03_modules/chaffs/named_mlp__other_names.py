"""Other names.

exercise: named_mlp
misconception: wrong-names
keeps: 0.6
"""
from collections import OrderedDict

from torch import nn


def named_mlp():
    return nn.Sequential(OrderedDict(
        linear1=nn.Linear(4, 8), relu1=nn.ReLU(), linear2=nn.Linear(8, 8), relu2=nn.ReLU(), linear3=nn.Linear(8, 1)))
