"""In eval mode the mean of the last tensor of training is subtracted.

exercise: CenteredLayer
misconception: mean-kept
keeps: 0.75
"""
from torch import nn


class CenteredLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.last = None

    def forward(self, X):
        if self.training or self.last is None:
            self.last = X.mean()
        return X - self.last
