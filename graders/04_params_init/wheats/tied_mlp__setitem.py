"""The second use put in its place afterwards.

exercise: tied_mlp
"""
from torch import nn


def tied_mlp():
    sizes = [(4, 8), (8, 8), (8, 8), (8, 1)]
    steps = [step for pair in sizes for step in (nn.Linear(*pair), nn.ReLU())]
    net = nn.Sequential(*steps[:-1])
    net[4] = net[2]
    return net
