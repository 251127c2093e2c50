"""Gain 0.5.

exercise: init_xavier
misconception: wrong-gain
keeps: 0.6
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight, gain=0.5)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
