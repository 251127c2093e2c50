"""The weight only.

exercise: init_normal
misconception: bias-untouched
keeps: 0.8
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, 0, 0.01)
