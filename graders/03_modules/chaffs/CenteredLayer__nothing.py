"""Returns X.

exercise: CenteredLayer
keeps: 0.05
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return X
