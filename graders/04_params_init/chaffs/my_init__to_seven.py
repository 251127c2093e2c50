"""From -7 to 7.

exercise: my_init
misconception: wrong-range
keeps: 0.5
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -7, 7)
        m.weight.data *= m.weight.data.abs() >= 5
