"""The mean as a Python number, outside autograd.

exercise: CenteredLayer
misconception: mean-detached
keeps: 0.7
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return X - X.mean().item()
