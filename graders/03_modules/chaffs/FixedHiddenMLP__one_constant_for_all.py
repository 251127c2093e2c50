"""One constant for all blocks.

exercise: FixedHiddenMLP
keeps: 0.8
"""
import torch
from torch import nn
from torch.nn import functional as F


_constant = torch.rand(20, 20)


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("constant", _constant)
        self.linear = nn.Linear(20, 20)

    def forward(self, X):
        X = self.linear(F.relu(self.linear(X) @ self.constant + 1))
        while X.abs().sum() > 1:
            X = X / 2
        return X.sum()
