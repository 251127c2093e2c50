"""Equal values.

exercise: tied_mlp
misconception: equal-values-only
keeps: 0.375
"""
from torch import nn


def tied_mlp():
    net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(),
                        nn.Linear(8, 1))
    net[4].load_state_dict(net[2].state_dict())
    return net
