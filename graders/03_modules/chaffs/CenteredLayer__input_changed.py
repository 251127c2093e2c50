"""Subtracts in place.

exercise: CenteredLayer
misconception: input-changed
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        X -= X.mean()
        return X
