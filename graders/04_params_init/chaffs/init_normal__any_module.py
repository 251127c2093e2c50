"""No look what m is.

exercise: init_normal
misconception: fails-on-other-modules
keeps: 0.525
"""
from torch import nn


def init_normal(m):
    nn.init.normal_(m.weight, mean=0, std=0.01)
    if m.bias is not None:
        nn.init.zeros_(m.bias)
