"""ReLU on the output too.

exercise: BatchNormMLP
misconception: activation-on-output
keeps: 0.6
"""
from torch import nn


class BatchNormMLP(nn.Module):
    def __init__(self, in_dim, n_hidden_1, n_hidden_2, out_dim):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(in_dim, n_hidden_1), nn.BatchNorm1d(n_hidden_1), nn.ReLU(),
            nn.Linear(n_hidden_1, n_hidden_2), nn.BatchNorm1d(n_hidden_2), nn.ReLU(),
            nn.Linear(n_hidden_2, out_dim), nn.ReLU())

    def forward(self, X):
        return self.net(X)
