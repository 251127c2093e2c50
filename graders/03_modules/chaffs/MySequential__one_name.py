"""Every module under the same name.

exercise: MySequential
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        for block in modules:
            self.block = block

    def forward(self, X):
        return self.block(X)
