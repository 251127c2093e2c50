"""Axes of length 1 are lost.

exercise: MLP
keeps: 0.75
"""
import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(20, 256), nn.ReLU(), nn.Linear(256, 10))

    def forward(self, X):
        return self.net(X).squeeze()
