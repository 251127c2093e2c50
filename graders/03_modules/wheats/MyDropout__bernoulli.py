"""A Bernoulli mask of ones with probability 1 - p.

exercise: MyDropout
"""
import torch
from torch import nn


class MyDropout(nn.Module):
    def __init__(self, probability=0.5):
        super(MyDropout, self).__init__()
        if not (0.0 <= probability <= 1.0):
            raise ValueError(f"dropout probability has to be between 0 and 1, but got {probability}")
        self.keep = 1 - probability

    def forward(self, X):
        if not self.training or self.keep == 1:
            return X.clone()
        mask = torch.bernoulli(torch.full_like(X, self.keep))
        return mask * X / self.keep if self.keep > 0 else mask * X
