"""A new module that has nothing to do with the one that was passed in.

exercise: snapshot
keeps: 0.0
"""
from torch import nn


def snapshot(net):
    return nn.Sequential(nn.Linear(3, 4), nn.ReLU())
