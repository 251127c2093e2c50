"""The sum comes back as a new tensor, without a way to the layer.

exercise: FixedHiddenMLP
misconception: gradient-cut
keeps: 0.65
"""
import torch
from torch import nn


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(20, 20)
        self.register_buffer("factor", torch.rand(20, 20))

    def forward(self, X):
        X = torch.relu(self.layer(X) @ self.factor + 1)
        X = self.layer(X)
        while X.abs().sum() > 1:
            X = X / 2
        return torch.zeros(()) + float(X.sum())
