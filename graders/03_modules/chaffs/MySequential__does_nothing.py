"""Registers the modules and runs none.

exercise: MySequential
keeps: 0.35
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        self.blocks = nn.ModuleList(modules)

    def forward(self, X):
        return X
