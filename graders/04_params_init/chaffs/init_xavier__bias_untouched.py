"""The weight only.

exercise: init_xavier
misconception: bias-untouched
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight)
