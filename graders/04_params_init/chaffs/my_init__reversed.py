"""The large weights cleared.

exercise: my_init
misconception: threshold-reversed
keeps: 0.5
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data *= m.weight.data.abs() < 5
