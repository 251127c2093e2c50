"""Standardises.

exercise: CenteredLayer
misconception: divides-by-std
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return (X - X.mean()) / X.std()
