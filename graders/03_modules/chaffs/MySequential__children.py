"""children() leaves repetitions out.

exercise: MySequential
misconception: used-twice-runs-once
keeps: 0.85
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        for i, module in enumerate(modules):
            self.add_module(str(i), module)

    def forward(self, X):
        for block in self.children():
            X = block(X)
        return X
