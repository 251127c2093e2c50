"""Every module gets the first input; the last one's output is returned.

exercise: MySequential
misconception: last-only
keeps: 0.5
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        for i, module in enumerate(modules):
            self.add_module(str(i), module)

    def forward(self, X):
        for block in self._modules.values():
            out = block(X)
        return out
