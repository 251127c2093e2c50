"""A second Parameter around the same memory.

exercise: tied_mlp
misconception: data-shared-only
keeps: 0.45
"""
from torch import nn


def tied_mlp():
    first, second = nn.Linear(8, 8), nn.Linear(8, 8)
    second.weight = nn.Parameter(first.weight)
    second.bias = nn.Parameter(first.bias)
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), first, nn.ReLU(), second, nn.ReLU(), nn.Linear(8, 1))
