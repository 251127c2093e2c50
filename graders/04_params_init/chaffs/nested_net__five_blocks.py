"""A block too many.

exercise: nested_net
keeps: 0.75
"""
from torch import nn


def block2():
    net = nn.Sequential()
    for i in range(5):
        net.add_module(f"block{i}", block1())
    return net
