"""The second half is missing.

exercise: my_init
misconception: nothing-cleared
keeps: 0.425
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        m.weight * (m.weight.abs() >= 5)
