"""Every parameter the same.

exercise: init_constant
misconception: bias-constant-too
keeps: 0.85
"""
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        for p in m.parameters():
            nn.init.constant_(p, value)
