"""The bias drawn as well.

exercise: my_init
keeps: 0.8
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        for p in m.parameters():
            nn.init.uniform_(p, -10, 10)
            p.data *= p.data.abs() >= 5
