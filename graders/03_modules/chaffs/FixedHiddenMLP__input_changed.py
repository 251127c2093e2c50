"""Results are written into the input.

exercise: FixedHiddenMLP
misconception: input-changed
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
        Y = self.linear(F.relu(self.linear(X.clone()) @ self.constant + 1))
        while Y.abs().sum() > 1:
            X /= 2
            Y = Y / 2
        return Y.sum()
