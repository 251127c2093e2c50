"""The bound for the small weights is 3.

exercise: my_init
misconception: other-threshold
keeps: 0.65
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data[m.weight.data.abs() < 3] = 0
