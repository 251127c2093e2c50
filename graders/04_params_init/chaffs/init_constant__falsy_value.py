"""A value of zero is taken for none.

exercise: init_constant
misconception: value-ignored
keeps: 0.75
"""
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, value or 1.0)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
