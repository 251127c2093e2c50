"""The weight only.

exercise: init_xavier
misconception: bias-untouched
keeps: 0.8
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight)
