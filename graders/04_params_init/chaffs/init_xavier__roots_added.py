"""The roots of the two sizes added, in place of the root of their sum.

exercise: init_xavier
misconception: wrong-gain
keeps: 0.5
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        bound = 6**0.5 / (m.in_features**0.5 + m.out_features**0.5)
        nn.init.uniform_(m.weight, -bound, bound)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
