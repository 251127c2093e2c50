"""A small mean is taken for none.

exercise: CenteredLayer
misconception: unchanged
keeps: 0.8
"""
import torch
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return X - X.mean() if X.mean().abs() > 1e-4 else X.clone()
