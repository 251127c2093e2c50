"""Everything that has a weight.

exercise: init_normal
misconception: other-modules-changed
keeps: 0.65
"""
from torch import nn


def init_normal(m):
    if getattr(m, "weight", None) is not None:
        nn.init.normal_(m.weight, mean=0, std=0.01)
        if getattr(m, "bias", None) is not None:
            nn.init.zeros_(m.bias)
