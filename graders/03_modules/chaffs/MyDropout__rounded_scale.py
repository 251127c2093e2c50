"""The scale is rounded to three digits.

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
        self.p, self.scale = p, round(1 / (1 - p), 3) if p < 1 else 0.0

    def forward(self, X):
        if not self.training:
            return X
        return X * (torch.rand_like(X) >= self.p) * self.scale
