"""An nn.Linear inside: its weight is (units, in_units).

exercise: MyLinear
misconception: weight-transposed
keeps: 0.7
"""
from torch import nn
from torch.nn import functional as F


class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.linear = nn.Linear(in_units, units)

    def forward(self, X):
        return F.relu(self.linear(X))
