"""Uniform numbers and torch.where, with a guarded scale.

exercise: MyDropout
"""
import torch
from torch import nn


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if p > 1.0 or 0.0 > p:
            raise ValueError
        self.p = p
        self.scale = 0.0 if p == 1 else 1 / (1 - p)

    def forward(self, X):
        if self.training:
            return torch.where(torch.rand_like(X) < self.p, torch.zeros_like(X), X * self.scale)
        return X
