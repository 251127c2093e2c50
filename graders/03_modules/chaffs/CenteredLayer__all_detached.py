"""The whole layer outside autograd.

exercise: CenteredLayer
misconception: mean-detached
keeps: 0.65
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return X.data - X.data.mean()
