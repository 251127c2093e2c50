"""The children of m: nothing happens where m is a linear layer itself.

exercise: init_normal
keeps: 0.35
"""
from torch import nn


def init_normal(m):
    for layer in m.children():
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, 0, 0.01)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
