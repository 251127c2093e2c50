"""The mask from NumPy's generator.

exercise: MyDropout
"""
import numpy as np
import torch
from torch import nn


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError("p is a probability")
        self.p = p

    def forward(self, X):
        if not self.training or self.p == 0:
            return X
        mask = torch.from_numpy(np.random.uniform(size=tuple(X.shape)) >= self.p)
        return X * mask.to(X.dtype) * (1 / max(1 - self.p, 1e-12))
