"""p taken for the probability to keep, in everything.

exercise: MyDropout
misconception: keeps-with-probability-p
keeps: 0.4
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
        return X * torch.bernoulli(torch.full_like(X, self.p)) / max(self.p, 1e-9)
