"""The bias itself is asked whether it is there.

exercise: init_normal
keeps: 0.4
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, std=0.01)
        if m.bias:
            nn.init.zeros_(m.bias)
