"""0.01 squared.

exercise: init_normal
misconception: deviation-squared
keeps: 0.5
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, 0, 0.01 ** 2)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
