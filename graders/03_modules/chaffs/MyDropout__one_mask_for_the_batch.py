"""One mask, the same for every row.

exercise: MyDropout
misconception: one-mask-for-the-batch
keeps: 0.65
"""
import torch
from torch import nn


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError("p")
        self.p = p

    def forward(self, X):
        if not self.training:
            return X
        if self.p == 1:
            return torch.zeros_like(X)
        return X * (torch.rand(X.shape[1:]) >= self.p) / (1 - self.p)
