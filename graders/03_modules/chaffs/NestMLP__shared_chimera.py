"""The same modules in every chimera.

exercise: NestMLP
misconception: chimera-shared
keeps: 0.8
"""
from torch import nn


_nest = None


def make_chimera():
    global _nest
    if _nest is None:
        _nest = NestMLP()
    return nn.Sequential(_nest, nn.Linear(16, 20), FixedHiddenMLP())
