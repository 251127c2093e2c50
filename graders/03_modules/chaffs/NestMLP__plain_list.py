"""Layers in a plain list.

exercise: NestMLP
misconception: layers-hidden
keeps: 0.475
"""
from torch import nn


class NestMLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 16)]

    def forward(self, X):
        for layer in self.layers:
            X = layer(X)
        return X
