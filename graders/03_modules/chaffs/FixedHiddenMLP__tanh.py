"""Another activation after the constant.

exercise: FixedHiddenMLP
misconception: other-activation
keeps: 0.55
"""
import torch
from torch import nn


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("constant", torch.rand(20, 20))
        self.linear = nn.Linear(20, 20)

    def forward(self, X):
        X = self.linear(torch.tanh(self.linear(X) @ self.constant + 1))
        while X.abs().sum() > 1:
            X = X / 2
        return X.sum()
