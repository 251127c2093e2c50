"""The mask drawn from the sizes of X, one after another, and filled in.

exercise: MyDropout
"""
import torch
from torch import nn


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if p < 0 or p > 1:
            raise ValueError("p is between 0 and 1")
        self.p = p

    def forward(self, X):
        if not self.training or self.p == 0:
            return X
        kept = torch.rand(*X.shape) >= self.p
        return X * kept.float() / (1 - self.p + 1e-8)
