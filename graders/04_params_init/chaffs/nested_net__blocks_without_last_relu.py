"""block1 is right, but block2 writes its blocks out, without the last ReLU.

exercise: nested_net
misconception: blocks-of-another-kind
keeps: 0.85
"""
from torch import nn


def block2():
    net = nn.Sequential()
    for i in range(4):
        net.add_module(f"block{i}", nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4)))
    return net
