"""The weight only.

exercise: init_constant
misconception: bias-untouched
keeps: 0.85
"""
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, value)
