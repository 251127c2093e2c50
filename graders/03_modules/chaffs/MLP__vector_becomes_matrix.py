"""A vector is made a matrix with one row, and stays one.

exercise: MLP
misconception: one-axis-fails
keeps: 0.9
"""
from torch import nn
from torch.nn import functional as F


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.out = nn.Linear(20, 256), nn.Linear(256, 10)

    def forward(self, X):
        if X.dim() == 1:
            X = X.unsqueeze(0)
        return self.out(F.relu(self.hidden(X)))
