"""New Parameters in every call, for the memory of a layer that is there once.

exercise: tied_mlp
misconception: same-parameters-every-call
keeps: 0.7
"""
from torch import nn

PATTERN = nn.Linear(8, 8)


def tied_mlp():
    shared = nn.Linear(8, 8)
    shared.weight.data, shared.bias.data = PATTERN.weight.data, PATTERN.bias.data
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), nn.Linear(8, 1))
