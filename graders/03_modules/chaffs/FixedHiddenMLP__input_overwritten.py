"""The result is copied over X.

exercise: FixedHiddenMLP
misconception: input-changed
keeps: 0.65
"""
import torch
from torch import nn
from torch.nn import functional as F


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(20, 20)
        self.register_buffer('constant', torch.rand(20, 20))

    def forward(self, X):
        Y = self.linear(F.relu(self.linear(X) @ self.constant + 1))
        with torch.no_grad():
            X.copy_(Y)
        while Y.abs().sum() > 1:
            Y = Y / 2
        return Y.sum()
