"""Names in alphabetical order: 10 before 2.

exercise: MySequential
misconception: sorted-names
keeps: 0.85
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        for i, module in enumerate(modules):
            self.add_module(str(i), module)

    def forward(self, X):
        for name in sorted(self._modules):
            X = self._modules[name](X)
        return X
