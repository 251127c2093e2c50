"""The eval branch has no return.

exercise: MyDropout
misconception: no-return
keeps: 0.7
"""
from torch import nn
from torch.nn import functional as F


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError("p")
        self.p = p

    def forward(self, X):
        if self.training:
            return F.dropout(X, self.p)
