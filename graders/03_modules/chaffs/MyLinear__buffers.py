"""Buffers: saved, but not trained.

exercise: MyLinear
misconception: not-registered
keeps: 0.375
"""
import torch
from torch import nn
from torch.nn import functional as F


class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.register_buffer("weight", torch.randn(in_units, units))
        self.register_buffer("bias", torch.zeros(units))

    def forward(self, X):
        return F.relu(X @ self.weight + self.bias)
