"""Kaiming uniform without the ReLU's factor, by hand.

exercise: init_xavier
misconception: fan-in-only
keeps: 0.5
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        bound = (3 / m.in_features) ** 0.5
        nn.init.uniform_(m.weight, -bound, bound)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
