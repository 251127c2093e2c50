"""The network is not returned.

exercise: named_mlp
misconception: no-return
keeps: 0.45
"""
from torch import nn


def named_mlp():
    net = nn.Sequential()
    net.add_module("linear1", nn.Linear(4, 8))
    net.add_module("activate1", nn.ReLU())
    net.add_module("linear2", nn.Linear(8, 8))
    net.add_module("activate2", nn.ReLU())
    net.add_module("linear3", nn.Linear(8, 1))
