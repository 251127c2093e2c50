"""Copies have parameters of their own.

exercise: nested_net
"""
import copy
from collections import OrderedDict

from torch import nn


def block2():
    first = nn.Sequential(OrderedDict([("fc1", nn.Linear(4, 8)), ("act1", nn.ReLU(inplace=True)),
                                       ("fc2", nn.Linear(8, 4)), ("act2", nn.ReLU(inplace=True))]))
    return nn.Sequential(OrderedDict([("block%d" % i, copy.deepcopy(first)) for i in range(4)]))
