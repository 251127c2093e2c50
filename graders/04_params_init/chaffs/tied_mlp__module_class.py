"""A class of one's own.

exercise: tied_mlp
misconception: not-sequential
keeps: 0.65
"""
from torch import nn


class TiedMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.shared, self.last = nn.Linear(4, 8), nn.Linear(8, 8), nn.Linear(8, 1)

    def forward(self, x):
        x = self.first(x).relu()
        return self.last(self.shared(self.shared(x).relu()).relu())


def tied_mlp():
    return TiedMLP()
