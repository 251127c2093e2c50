"""A vector is made a matrix with one row, and stays one.

exercise: NestMLP
misconception: one-axis-fails
keeps: 0.9
"""
import torch
from torch import nn


class NestMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU())
        self.linear = nn.Linear(32, 16)

    def forward(self, X):
        X = torch.atleast_2d(X)
        return self.linear(self.net(X))
