"""A view, which fails for a transposed tensor.

exercise: MyLinear
keeps: 0.9
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
        y = F.relu(X.view(-1, X.shape[-1]) @ self.weight + self.bias)
        return y.view(*X.shape[:-1], -1)
