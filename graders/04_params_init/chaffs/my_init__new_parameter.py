"""A new Parameter.

exercise: my_init
misconception: replaces-the-parameter
keeps: 0.75
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        m.weight = nn.Parameter(m.weight * (m.weight.abs() >= 5))
