"""The value is rounded to four digits.

exercise: init_constant
keeps: 0.75
"""
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, round(value, 4))
        if m.bias is not None:
            nn.init.zeros_(m.bias)
