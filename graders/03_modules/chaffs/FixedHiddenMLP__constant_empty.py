"""The constant is whatever lay in memory.

exercise: FixedHiddenMLP
misconception: uninitialised
keeps: 0.85
"""
import torch
from torch import nn
from torch.nn import functional as F


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(20, 20)
        self.register_buffer("constant", torch.empty(20, 20))

    def forward(self, X):
        X = self.linear(X)
        X = F.relu(X @ self.constant + 1)
        X = self.linear(X)
        while X.abs().sum() > 1:
            X = X / 2
        return X.sum()
