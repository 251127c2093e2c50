"""New Parameters, made of the numbers of one block that is there once.

exercise: nested_net
misconception: same-parameters-every-call
keeps: 0.6
"""
from torch import nn

PATTERN = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU())


def block1():
    block = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU())
    for p, pattern in zip(block.parameters(), PATTERN.parameters()):
        p.data = pattern.data
    return block
