"""Steps with names, the shared layer registered twice.

exercise: tied_mlp
"""
from collections import OrderedDict

from torch import nn


def tied_mlp():
    hidden = nn.Linear(8, 8)
    return nn.Sequential(OrderedDict([
        ("inp", nn.Linear(4, 8)), ("act0", nn.ReLU()), ("hidden_a", hidden), ("act1", nn.ReLU()),
        ("hidden_b", hidden), ("act2", nn.ReLU()), ("out", nn.Linear(8, 1))]))
