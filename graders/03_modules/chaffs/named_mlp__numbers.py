"""No names.

exercise: named_mlp
misconception: wrong-names
keeps: 0.45
"""
from torch import nn


def named_mlp():
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 1))
