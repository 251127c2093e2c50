"""Layer normalisation over everything.

exercise: CenteredLayer
misconception: divides-by-std
keeps: 0.45
"""
from torch import nn
from torch.nn import functional as F


class CenteredLayer(nn.Module):
    def forward(self, X):
        return F.layer_norm(X, X.shape)
