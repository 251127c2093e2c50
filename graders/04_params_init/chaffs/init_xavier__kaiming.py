"""Kaiming uniform.

exercise: init_xavier
misconception: fan-in-only
keeps: 0.5
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        nn.init.kaiming_uniform_(m.weight)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
