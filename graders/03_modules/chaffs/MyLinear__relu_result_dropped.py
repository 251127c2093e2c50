"""The ReLU's result is not used.

exercise: MyLinear
misconception: no-relu
keeps: 0.5
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
        out = X @ self.weight + self.bias
        F.relu(out)
        return out
