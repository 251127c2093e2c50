"""The root of 0.01 is 0.1.

exercise: init_normal
misconception: taken-as-variance
keeps: 0.5
"""
import math

from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, 0, math.sqrt(0.01))
        if m.bias is not None:
            nn.init.zeros_(m.bias)
