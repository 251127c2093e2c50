"""The constant is a parameter that takes no gradient.

exercise: FixedHiddenMLP
"""
import torch
from torch import nn


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense = nn.Linear(20, 20)
        self.rand_weight = nn.Parameter(torch.rand(20, 20), requires_grad=False)

    def forward(self, X):
        X = self.dense(X)
        X = torch.relu(torch.mm(X, self.rand_weight) + 1)
        X = self.dense(X)
        while X.abs().sum() > 1:
            X /= 2
        return X.sum()
