"""Every parameter normal.

exercise: init_normal
keeps: 0.85
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        for p in m.parameters():
            nn.init.normal_(p, 0, 0.01)
