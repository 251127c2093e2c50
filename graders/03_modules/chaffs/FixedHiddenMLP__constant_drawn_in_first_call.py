"""The constant is drawn in the first call, so a new block has none in its state_dict().

exercise: FixedHiddenMLP
misconception: constant-late
keeps: 0.85
"""
import torch
from torch import nn
from torch.nn import functional as F


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(20, 20)
        self.register_buffer("constant", None)

    def forward(self, X):
        if self.constant is None:
            self.constant = torch.rand(20, 20)
        X = self.linear(X)
        X = F.relu(X @ self.constant + 1)
        X = self.linear(X)
        while X.abs().sum() > 1:
            X = X / 2
        return X.sum()
