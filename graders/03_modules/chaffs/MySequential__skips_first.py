"""The first module does not run.

exercise: MySequential
keeps: 0.45
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        self.mods = nn.ModuleList(modules)

    def forward(self, X):
        for m in self.mods[1:]:
            X = m(X)
        return X
