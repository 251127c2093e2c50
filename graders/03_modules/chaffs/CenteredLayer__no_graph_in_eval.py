"""In eval mode the result is cut off from autograd.

exercise: CenteredLayer
misconception: mean-detached
keeps: 0.9
"""
from torch import nn


class CenteredLayer(nn.Module):
    def forward(self, X):
        Y = X - X.mean()
        return Y if self.training else Y.detach()
