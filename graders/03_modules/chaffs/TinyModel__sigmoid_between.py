"""A sigmoid in place of the ReLU.

exercise: TinyModel
misconception: other-activation
keeps: 0.475
"""
import torch
from torch import nn


class TinyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear1 = nn.Linear(100, 200)
        self.squash = nn.Sigmoid()
        self.linear2 = nn.Linear(200, 10)

    def forward(self, X):
        hidden = self.squash(self.linear1(X))
        return torch.softmax(self.linear2(hidden), dim=-1)
