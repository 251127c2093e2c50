"""Layers in a plain list.

exercise: MLP
misconception: layers-hidden
keeps: 0.5
"""
from torch import nn


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(20, 256), nn.ReLU(), nn.Linear(256, 10)]

    def forward(self, X):
        for layer in self.layers:
            X = layer(X)
        return X
