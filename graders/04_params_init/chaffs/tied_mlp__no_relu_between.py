"""No ReLU between the two uses.

exercise: tied_mlp
keeps: 0.7
"""
from torch import nn


def tied_mlp():
    shared = nn.Linear(8, 8)
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), shared, nn.Identity(), shared, nn.ReLU(), nn.Linear(8, 1))
