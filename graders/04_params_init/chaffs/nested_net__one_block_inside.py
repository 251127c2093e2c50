"""block2 is right, but in nested_net one block stands in four places.

exercise: nested_net
misconception: one-block-four-times
keeps: 0.85
"""
from torch import nn


def nested_net():
    return nn.Sequential(nn.Sequential(*[block1()] * 4), nn.Linear(4, 1))
