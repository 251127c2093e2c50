"""The mean detached from the graph.

exercise: CenteredLayer
misconception: mean-detached
keeps: 0.7
"""
import torch
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        with torch.no_grad():
            mean = X.mean()
        return X - mean
