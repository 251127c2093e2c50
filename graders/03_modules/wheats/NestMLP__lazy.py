"""Lazy layers; the chimera with add_module.

exercise: NestMLP
"""
from torch import nn


class NestMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = nn.Sequential(nn.LazyLinear(64), nn.ReLU(), nn.LazyLinear(32))
        self.out = nn.LazyLinear(16)

    def forward(self, X):
        return self.out(self.block(X).relu())


def make_chimera():
    chimera = nn.Sequential()
    chimera.add_module("a", NestMLP())
    chimera.add_module("b", nn.LazyLinear(20))
    chimera.add_module("c", FixedHiddenMLP())
    return chimera
