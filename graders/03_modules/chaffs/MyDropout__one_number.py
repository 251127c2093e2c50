"""One random number for the whole batch.

exercise: MyDropout
misconception: one-mask-for-the-batch
keeps: 0.5
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
        if self.p == 1 or torch.rand(1) < self.p:
            return X * 0
        return X / (1 - self.p)
