"""The mean of each row in place of the mean of the whole tensor.

exercise: CenteredLayer
misconception: mean-per-row
keeps: 0.45
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return X - X.mean(dim=-1, keepdim=True)
