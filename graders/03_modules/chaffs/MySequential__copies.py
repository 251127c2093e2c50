"""Copies of the modules.

exercise: MySequential
misconception: modules-copied
keeps: 0.575
"""
import copy

from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        self.blocks = nn.ModuleList(copy.deepcopy(module) for module in modules)

    def forward(self, X):
        for block in self.blocks:
            X = block(X)
        return X
