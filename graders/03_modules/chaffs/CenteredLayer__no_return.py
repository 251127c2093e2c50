"""The result is computed, but not returned.

exercise: CenteredLayer
misconception: no-return
keeps: 0.45
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        X - X.mean()
