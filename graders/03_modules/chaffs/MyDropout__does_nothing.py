"""Never drops anything.

exercise: MyDropout
keeps: 0.1
"""
from torch import nn


class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError("p")

    def forward(self, X):
        return X
