"""nn.Sequential as a member.

exercise: MySequential
"""
from torch import nn


class MySequential(nn.Module):
    def __init__(self, *modules):
        super().__init__()
        self.inner = nn.Sequential(*modules)

    def forward(self, X):
        return self.inner(X)
