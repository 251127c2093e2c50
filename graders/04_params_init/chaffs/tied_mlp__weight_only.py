"""The bias is not tied.

exercise: tied_mlp
misconception: bias-not-tied
keeps: 0.6
"""
from torch import nn


def tied_mlp():
    first, second = nn.Linear(8, 8), nn.Linear(8, 8)
    second.weight = first.weight
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), first, nn.ReLU(), second, nn.ReLU(), nn.Linear(8, 1))
