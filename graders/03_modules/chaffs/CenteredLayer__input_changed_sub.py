"""Subtracts in place, through a view.

exercise: CenteredLayer
misconception: input-changed
keeps: 0.6
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return X.view(-1).sub_(X.mean()).view(X.shape)
