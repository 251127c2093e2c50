"""Multiplies by 1 - p in eval mode.

exercise: MyDropout
misconception: scales-in-eval
keeps: 0.7
"""
from torch import nn
from torch.nn import functional as F


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError("p")
        self.p = p

    def forward(self, X):
        if not self.training:
            return X * (1 - self.p)
        return F.dropout(X, self.p)
