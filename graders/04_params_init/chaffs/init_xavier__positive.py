"""From 0 to the bound.

exercise: init_xavier
misconception: not-centred
keeps: 0.45
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        bound = (6 / sum(m.weight.shape)) ** 0.5
        nn.init.uniform_(m.weight, 0, bound)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
