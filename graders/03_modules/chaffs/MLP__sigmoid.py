"""A sigmoid in place of the ReLU.

exercise: MLP
keeps: 0.45
"""
import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(20, 256)
        self.out = nn.Linear(256, 10)

    def forward(self, X):
        return self.out(torch.sigmoid(self.hidden(X)))
