"""Normalisations made in forward.

exercise: BatchNormMLP
keeps: 0.45
"""
from torch import nn
from torch.nn import functional as F


class BatchNormMLP(nn.Module):
    def __init__(self, in_dim, n_hidden_1, n_hidden_2, out_dim):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(in_dim, n_hidden_1), nn.Linear(n_hidden_1, n_hidden_2)
        self.fc3 = nn.Linear(n_hidden_2, out_dim)

    def forward(self, X):
        X = self.fc1(X)
        X = F.relu(nn.BatchNorm1d(X.shape[1])(X))
        X = self.fc2(X)
        return self.fc3(F.relu(nn.BatchNorm1d(X.shape[1])(X)))
