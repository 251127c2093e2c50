"""A copy that is changed in place.

exercise: CenteredLayer
"""
from torch import nn


class CenteredLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.last_mean = None

    def forward(self, X):
        result = X.clone()
        self.last_mean = result.mean()
        result -= self.last_mean
        return result
