"""Small probabilities are lifted, so that their logarithm is not too small.

exercise: TinyModel
keeps: 0.75
"""
import torch
from torch import nn


class TinyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(100, 200), nn.ReLU(), nn.Linear(200, 10), nn.Softmax(dim=-1))

    def forward(self, X):
        return self.net(X) + 1e-9
