"""The bias drawn within the weight's bound.

exercise: init_xavier
misconception: bias-drawn-too
keeps: 0.8
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        bound = (6 / (m.in_features + m.out_features)) ** 0.5
        for p in m.parameters():
            nn.init.uniform_(p, -bound, bound)
