"""No bias in place of a bias of 0.

exercise: init_normal
keeps: 0.6
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, std=0.01)
        m.bias = None
