"""Names that nn.Sequential chooses.

exercise: nested_net
misconception: wrong-names
keeps: 0.75
"""
from torch import nn


def block2():
    return nn.Sequential(block1(), block1(), block1(), block1())
