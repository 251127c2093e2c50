""".data shared.

exercise: tied_mlp
misconception: data-shared-only
keeps: 0.45
"""
from torch import nn


def tied_mlp():
    net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(),
                        nn.Linear(8, 1))
    net[4].weight.data = net[2].weight.data
    net[4].bias.data = net[2].bias.data
    return net
