"""The bridge is of a class of its own that is called Linear, and has a ReLU inside.

exercise: NestMLP
keeps: 0.75
"""
import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(after, before) / before**0.5)
        self.bias = nn.Parameter(torch.zeros(after))

    def forward(self, X):
        return torch.relu(X @ self.weight.T + self.bias)


def make_chimera():
    return nn.Sequential(NestMLP(), Linear(16, 20), FixedHiddenMLP())
