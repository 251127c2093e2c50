"""A view, which fails for a transposed tensor.

exercise: MLP
keeps: 0.8
"""
import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(20, 256), nn.ReLU(), nn.Linear(256, 10))

    def forward(self, X):
        return self.net(X.view(-1, 20)).view(*X.shape[:-1], 10)
