"""Linear layers only.

exercise: nested_net
misconception: no-activation
keeps: 0.6
"""
from torch import nn


def block1():
    return nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 4))
