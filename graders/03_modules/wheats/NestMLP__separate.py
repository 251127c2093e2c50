"""Layers one by one; the chimera with names.

exercise: NestMLP
"""
from collections import OrderedDict

from torch import nn
from torch.nn import functional as F


class NestMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1 = nn.Linear(20, 64)
        self.l2 = nn.Linear(64, 32)
        self.l3 = nn.Linear(32, 16)

    def forward(self, X):
        return self.l3(F.relu(self.l2(F.relu(self.l1(X)))))


def make_chimera():
    return nn.Sequential(OrderedDict(nest=NestMLP(), bridge=nn.Linear(16, 20), fixed=FixedHiddenMLP()))
