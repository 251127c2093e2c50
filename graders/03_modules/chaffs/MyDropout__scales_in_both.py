"""Divides by 1 - p in both modes.

exercise: MyDropout
misconception: scales-in-eval
keeps: 0.7
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
            return X if not self.training else X * 0
        if self.training:
            X = X * (torch.rand(X.shape) >= self.p)
        return X / (1 - self.p)
