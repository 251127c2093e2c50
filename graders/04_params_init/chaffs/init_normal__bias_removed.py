"""No bias in place of a bias of 0.

exercise: init_normal
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, std=0.01)
        m.bias = None
