"""The bias is a plain tensor.

exercise: MyLinear
misconception: not-registered
keeps: 0.6
"""
import torch
from torch import nn
from torch.nn import functional as F


class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_units, units))
        self.bias = torch.zeros(units)

    def forward(self, X):
        return F.relu(X @ self.weight + self.bias)
