"""Seeds the generator in forward.

exercise: MyDropout
misconception: mask-drawn-once
keeps: 0.55
"""
import torch
from torch import nn
from torch.nn import functional as F


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError("p")
        self.p = p

    def forward(self, X):
        torch.manual_seed(0)
        return F.dropout(X, self.p, self.training)
