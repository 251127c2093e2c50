"""From -5 to 5, cleared below 2.5.

exercise: my_init
misconception: wrong-range
keeps: 0.5
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -5, 5)
        m.weight.data *= m.weight.data.abs() >= 2.5
