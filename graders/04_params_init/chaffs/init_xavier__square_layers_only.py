"""Layers with as many inputs as outputs only.

exercise: init_xavier
keeps: 0.425
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        if m.in_features == m.out_features:
            nn.init.xavier_uniform_(m.weight)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
