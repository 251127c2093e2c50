"""Other sizes; the shared layer is right.

exercise: tied_mlp
keeps: 0.7
"""
from torch import nn


def tied_mlp():
    shared = nn.Linear(12, 12)
    return nn.Sequential(nn.Linear(4, 12), nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), nn.Linear(12, 1))
