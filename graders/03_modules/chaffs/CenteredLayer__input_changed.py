"""Subtracts in place.

exercise: CenteredLayer
misconception: input-changed
keeps: 0.625
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        X -= X.mean()
        return X
