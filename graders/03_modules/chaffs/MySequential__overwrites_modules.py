"""The tuple hides the method modules().

exercise: MySequential
misconception: plain-list
keeps: 0.375
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        self.modules = modules

    def forward(self, X):
        for block in self.modules:
            X = block(X)
        return X
