"""The constant is the weight of a linear layer that is frozen.

exercise: FixedHiddenMLP
"""
import torch
from torch import nn
from torch.nn import functional as F


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.fixed = nn.Linear(20, 20, bias=False)
        self.fixed.requires_grad_(False)
        self.linear = nn.Linear(20, 20)

    def forward(self, X):
        X = self.linear(X)
        X = F.relu(self.fixed(X) + 1) if False else F.relu(X @ self.fixed.weight + 1)
        X = self.linear(X)
        while True:
            if torch.norm(X, p=1) <= 1:
                break
            X = 0.5 * X
        return torch.sum(X)
