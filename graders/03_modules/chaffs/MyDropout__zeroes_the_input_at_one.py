"""With p = 1 the caller's X itself is set to zeros.

exercise: MyDropout
misconception: input-changed
keeps: 0.9
"""
import torch
from torch import nn


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError("p should be a number between 0 and 1")
        self.p = p

    def forward(self, X):
        if not self.training:
            return X
        if self.p == 1:
            return X.zero_()
        return X * (torch.rand_like(X) >= self.p) / (1 - self.p)
