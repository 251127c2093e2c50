"""Names made from the object.

exercise: MySequential
misconception: used-twice-runs-once
keeps: 0.55
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        for block in modules:
            self.add_module(f"block{id(block)}", block)

    def forward(self, X):
        for block in self._modules.values():
            X = block(X)
        return X
