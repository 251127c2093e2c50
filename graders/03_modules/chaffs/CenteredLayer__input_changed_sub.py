"""Subtracts in place, through a view.

exercise: CenteredLayer
misconception: input-changed
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return X.view(-1).sub_(X.mean()).view(X.shape)
