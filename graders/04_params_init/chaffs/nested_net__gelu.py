"""Another activation in the blocks; all else is right.

exercise: nested_net
keeps: 0.75
"""
from torch import nn


def block1():
    return nn.Sequential(nn.Linear(4, 8), nn.GELU(), nn.Linear(8, 4), nn.GELU())
