"""The constant is an ordinary Parameter.

exercise: FixedHiddenMLP
misconception: constant-trainable
keeps: 0.75
"""
import torch
from torch import nn
from torch.nn import functional as F


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.constant = nn.Parameter(torch.rand(20, 20))
        self.linear = nn.Linear(20, 20)

    def forward(self, X):
        X = self.linear(F.relu(self.linear(X) @ self.constant + 1))
        while X.abs().sum() > 1:
            X = X / 2
        return X.sum()
