"""A flag of its own, that eval() does not know.

exercise: MyDropout
misconception: active-in-eval
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
        self.is_training = True

    def forward(self, X):
        return F.dropout(X, self.p, training=self.is_training)
