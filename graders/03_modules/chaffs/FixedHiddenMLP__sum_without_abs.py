"""The size is measured without absolute values.

exercise: FixedHiddenMLP
misconception: sum-without-abs
keeps: 0.8
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
        X = self.linear(F.relu(self.linear(X) @ self.constant + 1))
        while X.sum() > 1:
            X = X / 2
        return X.sum()
