"""Only a negative p is refused.

exercise: MyDropout
misconception: no-value-error
keeps: 0.9
"""
from torch import nn
from torch.nn import functional as F


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if p < 0:
            raise ValueError("p")
        self.p = p

    def forward(self, X):
        return F.dropout(X, self.p, self.training)
