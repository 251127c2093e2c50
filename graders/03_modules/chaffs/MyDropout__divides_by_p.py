"""Divides by p in place of 1 - p.

exercise: MyDropout
misconception: scales-by-p
keeps: 0.5
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
        if not self.training or self.p == 0:
            return X
        return X * (torch.rand(X.shape) >= self.p) / self.p
