"""Keeps modules of classes that it knows, and passes others by.

exercise: MySequential
keeps: 0.45
"""
import torch
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        known = [module for module in modules if isinstance(module, MySequential) or type(module).__module__.startswith("torch.nn")]
        for i, module in enumerate(known):
            self.add_module(str(i), module)

    def forward(self, X):
        for module in self._modules.values():
            X = module(X)
        return X
