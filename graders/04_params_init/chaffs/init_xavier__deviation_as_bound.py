"""The standard deviation taken for the bound.

exercise: init_xavier
misconception: wrong-gain
keeps: 0.55
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        bound = (2 / (m.in_features + m.out_features)) ** 0.5
        nn.init.uniform_(m.weight, -bound, bound)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
