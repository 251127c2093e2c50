"""Every two-dimensional parameter of any module.

exercise: init_normal
misconception: other-modules-changed
keeps: 0.7
"""
from torch import nn


def init_normal(m):
    for p in m.parameters(recurse=False):
        if p.dim() == 2:
            nn.init.normal_(p, mean=0, std=0.01)
        elif isinstance(m, nn.Linear):
            nn.init.zeros_(p)
