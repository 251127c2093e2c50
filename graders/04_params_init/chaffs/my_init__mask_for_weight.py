"""The mask is written, not the numbers that it selects.

exercise: my_init
misconception: whole-numbers
keeps: 0.4
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data = (m.weight.data.abs() >= 5).float()
