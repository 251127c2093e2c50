"""return inside the loop.

exercise: MySequential
misconception: first-only
keeps: 0.45
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        self.blocks = nn.ModuleList(modules)

    def forward(self, X):
        for block in self.blocks:
            X = block(X)
            return X
