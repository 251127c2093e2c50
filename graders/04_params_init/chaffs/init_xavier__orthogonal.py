"""Orthogonal rows.

exercise: init_xavier
keeps: 0.4
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        nn.init.orthogonal_(m.weight)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
