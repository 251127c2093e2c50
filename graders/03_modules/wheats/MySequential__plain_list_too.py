"""Registered once under a name, and run from a plain list.

exercise: MySequential
"""
from functools import reduce

from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        self.order = list(modules)
        for i, module in enumerate(modules):
            if module not in self._modules.values():
                self.register_module("block_%d" % i, module)

    def forward(self, X):
        return reduce(lambda out, module: module(out), self.order, X)
