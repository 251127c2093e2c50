"""The weight starts at 0.1, 0.2, 0.3 and so on, nothing is drawn.

exercise: MyLinear
misconception: same-start
keeps: 0.75
"""
import torch
from torch import nn
from torch.nn import functional as F


class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = nn.Parameter(torch.arange(1.0, in_units * units + 1).reshape(in_units, units) / 10)
        self.bias = nn.Parameter(torch.zeros(units))

    def forward(self, X):
        return F.relu(X @ self.weight + self.bias)
