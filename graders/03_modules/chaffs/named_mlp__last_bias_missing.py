"""The last linear layer has no bias.

exercise: named_mlp
keeps: 0.8
"""
from collections import OrderedDict

from torch import nn


def named_mlp():
    return nn.Sequential(OrderedDict([('linear1', nn.Linear(4, 8)), ('activate1', nn.ReLU()), ('linear2', nn.Linear(8, 8)), ('activate2', nn.ReLU()), ('linear3', nn.Linear(8, 1, bias=False))]))
