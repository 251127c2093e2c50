"""A view, which fails for a transposed tensor.

exercise: FixedHiddenMLP
keeps: 0.85
"""
import torch
from torch import nn
from torch.nn import functional as F


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("constant", torch.rand(20, 20))
        self.linear = nn.Linear(20, 20)

    def forward(self, X):
        X = self.linear(X.view(-1).view(-1, 20))
        X = self.linear(F.relu(X @ self.constant + 1))
        while X.abs().sum() > 1:
            X = X / 2
        return X.sum()
