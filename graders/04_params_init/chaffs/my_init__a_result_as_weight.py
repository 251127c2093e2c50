"""The weight is no Parameter any more but the result of a computation.

exercise: my_init
misconception: recorded-in-the-graph
keeps: 0.7
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        cleared = m.weight * (m.weight.abs() >= 5)
        del m.weight
        m.weight = cleared
