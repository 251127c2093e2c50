"""An AssertionError in place of a ValueError.

exercise: MyDropout
misconception: no-value-error
keeps: 0.9
"""
from torch import nn
from torch.nn import functional as F


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        assert 0 <= p <= 1
        self.p = p

    def forward(self, X):
        return F.dropout(X, self.p, self.training)
