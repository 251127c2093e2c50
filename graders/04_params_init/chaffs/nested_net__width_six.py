"""Six units in the middle of a block.

exercise: nested_net
keeps: 0.75
"""
from torch import nn


def block1():
    return nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 4), nn.ReLU())
