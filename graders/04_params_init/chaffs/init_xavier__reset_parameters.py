"""A Linear's own start.

exercise: init_xavier
misconception: fan-in-only
keeps: 0.45
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        m.reset_parameters()
        if m.bias is not None:
            nn.init.zeros_(m.bias)
