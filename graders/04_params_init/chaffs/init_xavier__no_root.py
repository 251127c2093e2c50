"""The root is missing.

exercise: init_xavier
misconception: wrong-gain
keeps: 0.5
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        bound = 6 / sum(m.weight.shape)
        nn.init.uniform_(m.weight, -bound, bound)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
