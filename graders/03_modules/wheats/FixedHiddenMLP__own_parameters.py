"""The linear layer from parameters of its own, the constant in a module of its own.

exercise: FixedHiddenMLP
"""
import torch
from torch import nn
from torch.nn import functional as F


class _Constant(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("values", torch.rand(20, 20))

    def forward(self, X):
        return F.linear(X, self.values.T, torch.ones(20)).relu()


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.constant = _Constant()
        self.w = nn.Parameter(torch.randn(20, 20) / 20 ** 0.5)
        self.b = nn.Parameter(torch.randn(20))

    def forward(self, X):
        X = self.constant(X @ self.w + self.b) @ self.w + self.b
        with torch.no_grad():
            halvings, size = 0, X.abs().sum()
            while size > 1:
                size, halvings = size / 2, halvings + 1
        return X.sum() / 2 ** halvings
