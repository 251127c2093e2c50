"""Every class whose name ends in Linear.

exercise: init_constant
misconception: other-modules-changed
keeps: 0.8
"""
from torch import nn


def init_constant(m, value=1.0):
    if m.__class__.__name__.endswith("Linear"):
        nn.init.constant_(m.weight, value)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
