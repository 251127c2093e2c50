"""Uniform up to 0.01.

exercise: init_normal
misconception: uniform-for-normal
keeps: 0.45
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -0.01, 0.01)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
