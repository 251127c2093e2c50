"""No ReLU before the last layer.

exercise: tied_mlp
misconception: relu-missing
keeps: 0.7
"""
from torch import nn


def tied_mlp():
    shared = nn.Linear(8, 8)
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), shared, nn.ReLU(), shared, nn.Identity(), nn.Linear(8, 1))
