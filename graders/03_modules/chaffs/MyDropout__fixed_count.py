"""Exactly a share p of the entries is dropped, by a shuffle.

exercise: MyDropout
misconception: fixed-count
keeps: 0.75
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
        n = X.numel()
        mask = torch.ones(n)
        mask[torch.randperm(n)[:int(round(self.p * n))]] = 0
        return X * mask.reshape(X.shape) / (1 - self.p)
