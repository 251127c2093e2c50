"""What is kept is not scaled.

exercise: MyDropout
misconception: not-scaled
keeps: 0.55
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
        return X * (torch.rand(X.shape) >= self.p)
