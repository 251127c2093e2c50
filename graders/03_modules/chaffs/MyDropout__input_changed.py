"""Writes the zeros into its input.

exercise: MyDropout
misconception: input-changed
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
        if not self.training:
            return X
        X[torch.rand(X.shape) < self.p] = 0
        return X / (1 - self.p) if self.p < 1 else X
