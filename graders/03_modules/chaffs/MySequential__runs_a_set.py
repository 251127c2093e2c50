"""A module that was registered already is skipped.

exercise: MySequential
misconception: used-twice-runs-once
keeps: 0.85
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        for module in modules:
            if module not in self._modules.values():
                self.add_module(str(len(self._modules)), module)

    def forward(self, X):
        for module in self._modules.values():
            X = module(X)
        return X
