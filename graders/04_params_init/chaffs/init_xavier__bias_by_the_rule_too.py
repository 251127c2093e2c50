"""The rule for the weight, applied to the bias, which has one axis.

exercise: init_xavier
keeps: 0.4
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        for p in m.parameters():
            nn.init.xavier_uniform_(p)
