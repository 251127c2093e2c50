"""A layer without a bias is left out.

exercise: init_normal
keeps: 0.8
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear) and m.bias is not None:
        nn.init.normal_(m.weight, mean=0, std=0.01)
        nn.init.zeros_(m.bias)
