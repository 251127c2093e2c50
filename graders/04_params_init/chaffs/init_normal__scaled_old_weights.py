"""The numbers that are there, made smaller.

exercise: init_normal
misconception: old-numbers
keeps: 0.4
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        m.weight.data *= 0.01
        if m.bias is not None:
            nn.init.zeros_(m.bias)
