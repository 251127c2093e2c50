"""The result is computed, but not returned.

exercise: MyLinear
misconception: no-return
keeps: 0.45
"""
import torch
from torch import nn
from torch.nn import functional as F


class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_units, units))
        self.bias = nn.Parameter(torch.zeros(units))

    def forward(self, X):
        F.relu(X @ self.weight + self.bias)
