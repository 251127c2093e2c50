"""The bias is a row of a matrix.

exercise: MyLinear
keeps: 0.7
"""
import torch
from torch import nn
from torch.nn import functional as F


class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_units, units))
        self.bias = nn.Parameter(torch.zeros(1, units))

    def forward(self, X):
        return F.relu(X @ self.weight + self.bias)
