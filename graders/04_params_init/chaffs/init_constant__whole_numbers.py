"""The value cut to a whole number.

exercise: init_constant
keeps: 0.625
"""
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, int(value))
        if m.bias is not None:
            nn.init.zeros_(m.bias)
