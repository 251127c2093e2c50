"""A second linear layer.

exercise: FixedHiddenMLP
misconception: two-linears
keeps: 0.575
"""
import torch
from torch import nn
from torch.nn import functional as F


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("constant", torch.rand(20, 20))
        self.linear1 = nn.Linear(20, 20)
        self.linear2 = nn.Linear(20, 20)

    def forward(self, X):
        X = self.linear2(F.relu(self.linear1(X) @ self.constant + 1))
        while X.abs().sum() > 1:
            X = X / 2
        return X.sum()
