"""block1 ends in a linear layer.

exercise: nested_net
misconception: last-relu-dropped
"""
from torch import nn


def block1():
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4))
