"""The mean of a float64 tensor is taken in float32.

exercise: CenteredLayer
keeps: 0.8
"""
import torch
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return X - X.float().mean()
