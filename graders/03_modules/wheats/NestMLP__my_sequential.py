"""The container of the exercise before.

exercise: NestMLP
"""
from torch import nn


class NestMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = MySequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU())
        self.outer = MySequential(nn.Linear(32, 16))

    def forward(self, X):
        return self.outer(self.inner(X))
