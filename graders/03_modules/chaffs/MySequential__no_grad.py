"""The modules run under no_grad.

exercise: MySequential
keeps: 0.7
"""
import torch
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        self.mods = nn.ModuleList(modules)

    def forward(self, X):
        with torch.no_grad():
            for m in self.mods:
                X = m(X)
        return X
