"""Parameters and products, no nn.Linear.

exercise: MLP
"""
import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.w1 = nn.Parameter(torch.randn(20, 256) * 0.2)
        self.b1 = nn.Parameter(torch.zeros(256))
        self.w2 = nn.Parameter(torch.randn(256, 10) * 0.06)
        self.b2 = nn.Parameter(torch.zeros(10))

    def forward(self, X):
        return torch.relu(X @ self.w1 + self.b1) @ self.w2 + self.b2
