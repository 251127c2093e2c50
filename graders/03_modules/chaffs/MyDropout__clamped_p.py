"""A p outside [0, 1] is clamped.

exercise: MyDropout
misconception: no-value-error
keeps: 0.85
"""
from torch import nn
from torch.nn import functional as F


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = min(max(p, 0.0), 1.0)

    def forward(self, X):
        return F.dropout(X, self.p, self.training)
