"""forward puts the network back into training mode.

exercise: MySequential
keeps: 0.75
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        self.mods = nn.ModuleList(modules)

    def forward(self, X):
        self.train()
        for m in self.mods:
            X = m(X)
        return X
