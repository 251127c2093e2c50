"""Names with a blank.

exercise: nested_net
misconception: wrong-names
keeps: 0.85
"""
from torch import nn


def block2():
    net = nn.Sequential()
    for i in range(4):
        net.add_module(f"block {i}", block1())
    return net
