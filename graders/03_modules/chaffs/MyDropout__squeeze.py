"""Axes of length 1 are lost.

exercise: MyDropout
keeps: 0.75
"""
import torch
from torch import nn


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError("p is between 0 and 1")
        self.p = p

    def forward(self, X):
        if not self.training:
            return X
        if self.p == 1:
            return torch.zeros_like(X)
        return (X * (torch.rand_like(X) >= self.p) / (1 - self.p)).squeeze()
