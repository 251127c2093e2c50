"""The two uses side by side, so that all later steps stand elsewhere.

exercise: tied_mlp
keeps: 0.525
"""
from torch import nn


def tied_mlp():
    shared = nn.Linear(8, 8)
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), shared, shared, nn.ReLU(), nn.Linear(8, 1))
