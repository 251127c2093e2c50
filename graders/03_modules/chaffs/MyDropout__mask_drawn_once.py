"""The mask of the first call is kept.

exercise: MyDropout
misconception: mask-drawn-once
keeps: 0.6
"""
import torch
from torch import nn


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError("p")
        self.p = p
        self.mask = None

    def forward(self, X):
        if not self.training:
            return X
        if self.p == 1:
            return torch.zeros_like(X)
        if self.mask is None:
            self.mask = torch.rand(X.shape) >= self.p
        return X * self.mask / (1 - self.p)
