"""Goes through the rows, which a tensor without axes has not.

exercise: CenteredLayer
keeps: 0.8
"""
import torch
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        return X - torch.stack([row.mean() for row in X]).mean()
