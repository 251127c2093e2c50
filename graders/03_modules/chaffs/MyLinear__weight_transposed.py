"""The weight as nn.Linear keeps it.

exercise: MyLinear
misconception: weight-transposed
keeps: 0.8
"""
import torch
from torch import nn
from torch.nn import functional as F


class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(units, in_units))
        self.bias = nn.Parameter(torch.zeros(units))

    def forward(self, X):
        return F.relu(F.linear(X, self.weight, self.bias))
