"""Two layers that have nothing to do with each other.

exercise: tied_mlp
misconception: not-tied
keeps: 0.4
"""
from torch import nn


def tied_mlp():
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(),
                         nn.Linear(8, 1))
