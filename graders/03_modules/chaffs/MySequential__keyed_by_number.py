"""`_modules[i]` with a number for a key.

exercise: MySequential
misconception: keyed-by-module
keeps: 0.5
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        for i, block in enumerate(modules):
            self._modules[i] = block

    def forward(self, X):
        for block in self._modules.values():
            X = block(X)
        return X
