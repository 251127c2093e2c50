"""A dictionary of modules, which cannot be called.

exercise: nested_net
misconception: not-sequential
keeps: 0.5
"""
from torch import nn


def block2():
    return nn.ModuleDict({f"block{i}": block1() for i in range(4)})
