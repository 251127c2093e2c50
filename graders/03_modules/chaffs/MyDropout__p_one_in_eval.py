"""The case p = 1 comes before the look at the mode.

exercise: MyDropout
misconception: zeros-in-eval
keeps: 0.9
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
        if self.p == 1:
            return torch.zeros_like(X)
        if not self.training:
            return X
        return X * (torch.rand_like(X) >= self.p) / (1 - self.p)
