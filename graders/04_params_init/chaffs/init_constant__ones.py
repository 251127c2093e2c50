"""The value is not used.

exercise: init_constant
misconception: value-ignored
keeps: 0.55
"""
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        nn.init.ones_(m.weight)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
