"""The result is computed, but not returned.

exercise: CenteredLayer
misconception: no-return
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        X - X.mean()
