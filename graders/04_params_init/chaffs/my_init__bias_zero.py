"""The bias set to zero as well.

exercise: my_init
misconception: bias-changed
keeps: 0.85
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data *= m.weight.data.abs() >= 5
        if m.bias is not None:
            nn.init.zeros_(m.bias)
