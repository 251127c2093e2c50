"""The mask is drawn for two axes or more.

exercise: MyDropout
misconception: few-axes
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
            return X * 0
        mask = (torch.rand(X.shape[0], X.shape[1:].numel()) >= self.p).reshape(X.shape[0], X.shape[1], *X.shape[2:])
        return X * mask / (1 - self.p)
