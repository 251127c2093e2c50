"""One ReLU, at the end.

exercise: nested_net
misconception: first-relu-dropped
keeps: 0.675
"""
from torch import nn


def block1():
    return nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 4), nn.ReLU())
