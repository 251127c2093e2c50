"""Another activation; the shared layer is right.

exercise: tied_mlp
misconception: other-activation
keeps: 0.7
"""
from torch import nn


def tied_mlp():
    shared = nn.Linear(8, 8)
    return nn.Sequential(nn.Linear(4, 8), nn.Tanh(), shared, nn.Tanh(), shared, nn.Tanh(), nn.Linear(8, 1))
