"""Plain tensors in place of parameters.

exercise: MyLinear
misconception: not-registered
keeps: 0.5
"""
import torch
from torch import nn
from torch.nn import functional as F


class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = torch.randn(in_units, units, requires_grad=True)
        self.bias = torch.zeros(units, requires_grad=True)

    def forward(self, X):
        return F.relu(X @ self.weight + self.bias)
