"""Softmax without an axis: right for matrices only.

exercise: TinyModel
misconception: softmax-axis-0
keeps: 0.65
"""
from torch import nn
from torch.nn import functional as F


class TinyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear1, self.linear2 = nn.Linear(100, 200), nn.Linear(200, 10)
        self.softmax = nn.Softmax()

    def forward(self, X):
        return self.softmax(self.linear2(F.relu(self.linear1(X))))
