"""A Parameter frozen by requires_grad_, and halving at the front of an endless loop.

exercise: FixedHiddenMLP
"""
import torch
from torch import nn


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_parameter("constant", nn.Parameter(torch.rand(20, 20)))
        self.constant.requires_grad_(False)
        self.inner = nn.Sequential(nn.Linear(20, 20))

    def forward(self, X):
        result = self.inner((self.inner(X).matmul(self.constant) + 1).relu())
        while True:
            if result.abs().sum() <= 1:
                return result.sum()
            result = torch.div(result, 2)
