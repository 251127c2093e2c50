"""Normal, with the bound taken for the standard deviation.

exercise: init_xavier
keeps: 0.45
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, std=(6 / sum(m.weight.shape)) ** 0.5)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
