"""From -1 to 1: all of them are small.

exercise: my_init
misconception: wrong-range
keeps: 0.3
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -1, 1)
        m.weight.data *= m.weight.data.abs() >= 5
