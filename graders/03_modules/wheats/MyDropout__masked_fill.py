"""masked_fill on the scaled tensor.

exercise: MyDropout
"""
import torch
from torch import nn


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if p != min(max(p, 0), 1):
            raise ValueError("p")
        self.p = p

    def forward(self, X):
        if self.training is False:
            return X
        dropped = torch.empty(X.size()).uniform_(0, 1) < self.p
        return X.masked_fill(dropped, 0.0) / (1 - self.p if self.p < 1 else 1)
