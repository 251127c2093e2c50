"""The linear layer is a default argument, made once: all blocks train it.

exercise: FixedHiddenMLP
misconception: layers-shared
keeps: 0.85
"""
import torch
from torch import nn
from torch.nn import functional as F


class FixedHiddenMLP(nn.Module):
    def __init__(self, linear=nn.Linear(20, 20)):
        super().__init__()
        self.linear = linear
        self.register_buffer("constant", torch.rand(20, 20))

    def forward(self, X):
        X = self.linear(X)
        X = F.relu(X @ self.constant + 1)
        X = self.linear(X)
        while X.abs().sum() > 1:
            X = X / 2
        return X.sum()
