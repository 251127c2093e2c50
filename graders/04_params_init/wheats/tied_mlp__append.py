"""append, and one ReLU for all.

exercise: tied_mlp
"""
from torch import nn


def tied_mlp():
    twice, relu = nn.Linear(8, 8), nn.ReLU()
    net = nn.Sequential()
    for step in (nn.Linear(4, 8), relu, twice, relu, twice, relu, nn.Linear(8, 1)):
        net.append(step)
    return net
