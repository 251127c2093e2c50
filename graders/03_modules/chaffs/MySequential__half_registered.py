"""Every second module is hidden in a list.

exercise: MySequential
keeps: 0.55
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        self.order = modules
        for i, module in enumerate(modules[::2]):
            self.add_module(str(i), module)

    def forward(self, X):
        for module in self.order:
            X = module(X)
        return X
