"""Everything below 5 cleared.

exercise: my_init
misconception: one-tail-only
keeps: 0.5
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data *= m.weight.data >= 5
