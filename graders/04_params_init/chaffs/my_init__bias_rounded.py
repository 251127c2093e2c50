"""The bias is rounded to five digits.

exercise: my_init
misconception: bias-changed
keeps: 0.9
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data *= m.weight.data.abs() >= 5
        if m.bias is not None:
            m.bias.data.round_(decimals=5)
