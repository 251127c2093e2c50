"""Uniform with the right spread.

exercise: init_normal
misconception: uniform-for-normal
keeps: 0.5
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -0.01 * 3 ** 0.5, 0.01 * 3 ** 0.5)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
