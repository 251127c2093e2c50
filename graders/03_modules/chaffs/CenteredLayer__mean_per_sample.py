"""The mean of each sample of the batch.

exercise: CenteredLayer
misconception: mean-per-row
keeps: 0.45
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        means = X.reshape(X.shape[0], -1).mean(dim=1)
        return X - means.reshape(-1, *[1] * (X.dim() - 1))
