"""The mean of each row, with the axis gone: only square matrices fit.

exercise: CenteredLayer
misconception: mean-per-row
keeps: 0.35
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return X - X.mean(1)
