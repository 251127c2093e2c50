"""A subclass of nn.Sequential; a chimera that is filled one by one.

exercise: NestMLP
"""
from torch import nn


class NestMLP(nn.Sequential):
    def __init__(self):
        inner = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU())
        super().__init__(inner, nn.Linear(32, 16))


def make_chimera():
    net = nn.Sequential()
    for i, m in enumerate((NestMLP(), nn.Linear(16, 20), FixedHiddenMLP())):
        net.add_module(str(i), m)
    return net
