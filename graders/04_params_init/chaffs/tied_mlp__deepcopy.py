"""A copy of the layer.

exercise: tied_mlp
misconception: equal-values-only
keeps: 0.4
"""
import copy

from torch import nn


def tied_mlp():
    shared = nn.Linear(8, 8)
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), shared, nn.ReLU(), copy.deepcopy(shared), nn.ReLU(),
                         nn.Linear(8, 1))
