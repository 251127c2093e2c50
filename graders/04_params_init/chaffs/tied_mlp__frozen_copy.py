"""A copy whose second use is frozen, so that only one is trained.

exercise: tied_mlp
keeps: 0.4
"""
from torch import nn


def tied_mlp():
    first, second = nn.Linear(8, 8), nn.Linear(8, 8)
    for mine, theirs in zip(second.parameters(), first.parameters()):
        mine.data = theirs.data
        mine.requires_grad_(False)
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), first, nn.ReLU(), second, nn.ReLU(), nn.Linear(8, 1))
