"""Every class with Linear in its name, if it has a weight.

exercise: init_xavier
misconception: other-modules-changed
keeps: 0.8
"""
from torch import nn


def init_xavier(m):
    if m.__class__.__name__.find("Linear") != -1 and hasattr(m, "weight"):
        nn.init.xavier_uniform_(m.weight)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
