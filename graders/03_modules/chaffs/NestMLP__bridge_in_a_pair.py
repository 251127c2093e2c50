"""The chimera is a pair, whose second part is a pair again.

exercise: NestMLP
misconception: nested-container
keeps: 0.8
"""
from torch import nn


class NestMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU())
        self.linear = nn.Linear(32, 16)

    def forward(self, X):
        return self.linear(self.net(X))


def make_chimera():
    end = nn.Sequential(nn.Linear(16, 20), FixedHiddenMLP())
    return nn.Sequential(NestMLP(), end)
