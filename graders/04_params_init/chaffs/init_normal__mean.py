"""The arguments in the wrong order.

exercise: init_normal
misconception: mean-not-zero
keeps: 0.5
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, 0.01, 0.01)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
