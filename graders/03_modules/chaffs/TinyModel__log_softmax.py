"""Logarithms of the probabilities.

exercise: TinyModel
misconception: log-softmax
keeps: 0.6
"""
from torch import nn
from torch.nn import functional as F


class TinyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear1, self.linear2 = nn.Linear(100, 200), nn.Linear(200, 10)

    def forward(self, X):
        return F.log_softmax(self.linear2(F.relu(self.linear1(X))), dim=-1)
