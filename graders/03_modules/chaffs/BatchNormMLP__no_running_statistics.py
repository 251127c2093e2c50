"""track_running_stats=False.

exercise: BatchNormMLP
misconception: running-statistics-missing
keeps: 0.75
"""
from torch import nn


class BatchNormMLP(nn.Module):
    def __init__(self, in_dim, n_hidden_1, n_hidden_2, out_dim):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(in_dim, n_hidden_1), nn.BatchNorm1d(n_hidden_1, track_running_stats=False), nn.ReLU(),
            nn.Linear(n_hidden_1, n_hidden_2), nn.BatchNorm1d(n_hidden_2, track_running_stats=False), nn.ReLU(),
            nn.Linear(n_hidden_2, out_dim))

    def forward(self, X):
        return self.net(X)
