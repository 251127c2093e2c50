"""A helper method that calls itself; LazyLinear; einsum.

exercise: FixedHiddenMLP
"""
import torch
from torch import nn


class FixedHiddenMLP(nn.Module):
    def __init__(self):
        super().__init__()
        constant = torch.empty(20, 20).uniform_(-1, 1)
        self.register_buffer("constant", constant, persistent=True)
        self.layer = nn.LazyLinear(20)

    def shrink(self, X):
        return self.shrink(X.mul(0.5)) if torch.abs(X).sum().item() > 1 else X

    def forward(self, X):
        X = torch.einsum("ni,ij->nj", self.layer(X), self.constant).add(1).clamp_min(0)
        return torch.sum(self.shrink(self.layer(X)))
