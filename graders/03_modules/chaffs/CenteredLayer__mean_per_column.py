"""The mean of each column.

exercise: CenteredLayer
misconception: mean-per-column
keeps: 0.45
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return X - X.mean(dim=0)
