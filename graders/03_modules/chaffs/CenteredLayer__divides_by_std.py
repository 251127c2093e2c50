"""Standardises.

exercise: CenteredLayer
misconception: divides-by-std
keeps: 0.45
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return (X - X.mean()) / X.std()
