"""Another activation.

exercise: BatchNormMLP
misconception: other-activation
keeps: 0.5
"""
from torch import nn


class BatchNormMLP(nn.Module):
    def __init__(self, in_dim, n_hidden_1, n_hidden_2, out_dim):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(in_dim, n_hidden_1), nn.BatchNorm1d(n_hidden_1), nn.LeakyReLU(0.01),
            nn.Linear(n_hidden_1, n_hidden_2), nn.BatchNorm1d(n_hidden_2), nn.LeakyReLU(0.01),
            nn.Linear(n_hidden_2, out_dim))

    def forward(self, X):
        return self.net(X)
