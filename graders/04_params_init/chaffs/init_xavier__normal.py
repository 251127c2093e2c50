"""Xavier normal.

exercise: init_xavier
misconception: xavier-normal
keeps: 0.6
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        nn.init.xavier_normal_(m.weight)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
