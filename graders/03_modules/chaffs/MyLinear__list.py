"""Parameters in a plain list.

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
        self.params = [nn.Parameter(torch.randn(in_units, units)), nn.Parameter(torch.zeros(units))]

    def forward(self, X):
        return F.relu(X @ self.params[0] + self.params[1])
