"""Modules assigned as attributes, in a loop.

exercise: named_mlp
"""
from torch import nn


def named_mlp():
    net, sizes = nn.Sequential(), (4, 8, 8, 1)
    for i in 1, 2, 3:
        if i > 1:
            setattr(net, f"activate{i - 1}", nn.ReLU())
        setattr(net, f"linear{i}", nn.Linear(sizes[i - 1], sizes[i]))
    return net
