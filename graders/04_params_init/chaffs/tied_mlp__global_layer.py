"""One shared layer for all nets.

exercise: tied_mlp
misconception: same-parameters-every-call
keeps: 0.675
"""
from torch import nn

shared = nn.Linear(8, 8)


def tied_mlp():
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), nn.Linear(8, 1))
