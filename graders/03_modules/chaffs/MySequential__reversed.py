"""From the last to the first.

exercise: MySequential
misconception: reversed
keeps: 0.5
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        for i, module in enumerate(modules):
            self.add_module(str(i), module)

    def forward(self, X):
        for block in reversed(self._modules.values()):
            X = block(X)
        return X
