"""Names from block1 to block4.

exercise: nested_net
misconception: wrong-names
keeps: 0.8
"""
from torch import nn


def block2():
    net = nn.Sequential()
    for i in range(1, 5):
        net.add_module(f"block{i}", block1())
    return net
