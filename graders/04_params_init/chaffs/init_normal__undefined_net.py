"""A net of the student's notebook, which is not there.

exercise: init_normal
misconception: global-net
keeps: 0.1
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(net[0].weight, 0, 0.01)
        nn.init.zeros_(net[0].bias)
