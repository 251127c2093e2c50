"""X is detached, so that the layers before it learn nothing.

exercise: MyLinear
misconception: input-detached
keeps: 0.7
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
        return F.relu(X.detach() @ self.weight + self.bias)
