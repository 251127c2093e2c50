"""block1 ends in a linear layer.

exercise: nested_net
misconception: last-relu-dropped
keeps: 0.7
"""
from torch import nn


def block1():
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4))
