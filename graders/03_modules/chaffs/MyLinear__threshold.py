"""What is nearly 0 becomes 0.

exercise: MyLinear
keeps: 0.75
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
        return F.threshold(X @ self.weight + self.bias, 1e-5, 0.0)
