"""Centred in training mode only, as if it were dropout.

exercise: CenteredLayer
misconception: idle-in-eval
keeps: 0.625
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return X - X.mean() if self.training else X
