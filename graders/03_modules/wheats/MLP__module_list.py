"""A loop over an nn.ModuleList.

exercise: MLP
"""
from torch import nn


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(20, 256), nn.ReLU(inplace=True), nn.Linear(256, 10)])

    def forward(self, X):
        for layer in self.layers:
            X = layer(X)
        return X
