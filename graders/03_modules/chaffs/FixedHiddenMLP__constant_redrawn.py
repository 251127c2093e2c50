"""A new constant in every call.

exercise: FixedHiddenMLP
misconception: constant-redrawn
keeps: 0.55
"""
import torch
from torch import nn
from torch.nn import functional as F


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(20, 20)

    def forward(self, X):
        X = self.linear(F.relu(self.linear(X) @ torch.rand(20, 20) + 1))
        while X.abs().sum() > 1:
            X = X / 2
        return X.sum()
