"""Names that nn.Sequential chooses.

exercise: nested_net
misconception: wrong-names
"""
from torch import nn


def block2():
    return nn.Sequential(block1(), block1(), block1(), block1())
