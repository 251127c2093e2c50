"""The mean of the first tensor is kept for all that follow.

exercise: CenteredLayer
misconception: mean-kept
keeps: 0.6
"""
from torch import nn


class CenteredLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.m = None

    def forward(self, X):
        if self.m is None:
            self.m = X.mean()
        return X - self.m
