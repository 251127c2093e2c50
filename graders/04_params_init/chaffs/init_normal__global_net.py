"""A net that stands outside.

exercise: init_normal
misconception: global-net
keeps: 0.1
"""
from torch import nn

net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))


def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(net[0].weight, 0, 0.01)
        nn.init.zeros_(net[0].bias)
