"""An autograd function with a backward of its own.

exercise: CenteredLayer
"""
import torch
from torch import nn


class _Center(torch.autograd.Function):
    @staticmethod

    def forward(ctx, x):
        return x - x.mean()
    @staticmethod

    def backward(ctx, g):
        return g - g.mean()


class CenteredLayer(nn.Module):
    def forward(self, X):
        return _Center.apply(X)
