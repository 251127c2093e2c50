"""Every block replaces the one before.

exercise: nested_net
keeps: 0.5
"""
from torch import nn


def block2():
    net = nn.Sequential()
    for _ in range(4):
        net.add_module("block", block1())
    return net
