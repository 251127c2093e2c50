"""Zeros for the weight as well.

exercise: init_normal
keeps: 0.35
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        for p in m.parameters():
            nn.init.zeros_(p)
