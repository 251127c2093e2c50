"""The argument has another name than in the exercise.

exercise: init_constant
misconception: argument-renamed
keeps: 0.85
"""
from torch import nn


def init_constant(m, c=1.0):
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, c)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
