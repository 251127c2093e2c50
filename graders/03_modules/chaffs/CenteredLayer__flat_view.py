"""A flat view, which fails for a transposed tensor.

exercise: CenteredLayer
keeps: 0.8
"""
import torch
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return X - X.view(-1).mean()
