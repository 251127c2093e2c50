"""The identity in place of a constant.

exercise: init_constant
keeps: 0.45
"""
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        nn.init.eye_(m.weight)
        m.weight.data.mul_(value)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
