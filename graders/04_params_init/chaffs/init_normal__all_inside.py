"""Goes through all that is inside m, so that a call with another module changes its layers.

exercise: init_normal
misconception: goes-inside
keeps: 0.85
"""
from torch import nn


def init_normal(m):
    for layer in m.modules():
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, 0, 0.01)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
