"""One block registered four times.

exercise: nested_net
misconception: one-block-four-times
keeps: 0.55
"""
from torch import nn


def block2():
    net, block = nn.Sequential(), block1()
    for i in range(4):
        net.add_module(f"block{i}", block)
    return net
