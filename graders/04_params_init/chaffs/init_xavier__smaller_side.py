"""The smaller of the two sides.

exercise: init_xavier
keeps: 0.5
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        bound = (3 / min(m.weight.shape)) ** 0.5
        nn.init.uniform_(m.weight, -bound, bound)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
