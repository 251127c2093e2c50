"""Only floats are taken: MyDropout(0) and MyDropout(1) raise ValueError.

exercise: MyDropout
misconception: ints-refused
keeps: 0.9
"""
import torch
from torch import nn


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not isinstance(p, float) or not 0 <= p <= 1:
            raise ValueError("p should be a number between 0 and 1")
        self.p = p

    def forward(self, X):
        if not self.training:
            return X
        if self.p == 1:
            return torch.zeros_like(X)
        return X * (torch.rand_like(X) >= self.p) / (1 - self.p)
