"""The mask comes from the numbers before.

exercise: my_init
keeps: 0.45
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        mask = m.weight.data.abs() >= 5
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data *= mask
