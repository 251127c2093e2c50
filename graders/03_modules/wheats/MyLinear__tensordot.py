"""A weight taken from an nn.Linear; tensordot; a ReLU by absolute values.

exercise: MyLinear
"""
import torch
from torch import nn


class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = nn.Parameter(nn.Linear(in_units, units).weight.detach().T.contiguous())
        self.bias = nn.Parameter(torch.zeros(units))

    def forward(self, X):
        Z = torch.tensordot(X, self.weight, dims=1) + self.bias
        return (Z + Z.abs()) / 2
