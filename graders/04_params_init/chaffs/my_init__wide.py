"""From -20 to 20.

exercise: my_init
misconception: wrong-range
keeps: 0.55
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -20, 20)
        m.weight.data *= m.weight.data.abs() >= 5
