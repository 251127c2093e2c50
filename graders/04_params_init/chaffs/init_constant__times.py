"""The old weights times the value.

exercise: init_constant
keeps: 0.35
"""
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        m.weight.data *= value
        if m.bias is not None:
            nn.init.zeros_(m.bias)
