"""Returns X.

exercise: CenteredLayer
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return X
