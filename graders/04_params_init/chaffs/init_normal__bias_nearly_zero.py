"""The bias is nearly 0.

exercise: init_normal
misconception: bias-drawn-too
keeps: 0.85
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, 0.0, 0.01)
        if m.bias is not None:
            nn.init.normal_(m.bias, 0.0, 1e-6)
