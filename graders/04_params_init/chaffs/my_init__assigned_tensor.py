"""A tensor assigned where a Parameter is.

exercise: my_init
keeps: 0.35
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        m.weight = m.weight * (m.weight.abs() >= 5)
