"""Normalises by hand, with the batch's numbers always.

exercise: BatchNormMLP
misconception: running-statistics-missing
keeps: 0.55
"""
from torch import nn
from torch.nn import functional as F


class BatchNormMLP(nn.Module):
    def __init__(self, in_dim, n_hidden_1, n_hidden_2, out_dim):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(in_dim, n_hidden_1), nn.Linear(n_hidden_1, n_hidden_2)
        self.fc3 = nn.Linear(n_hidden_2, out_dim)

    def forward(self, X):
        X = F.relu(F.batch_norm(self.fc1(X), None, None, training=True))
        X = F.relu(F.batch_norm(self.fc2(X), None, None, training=True))
        return self.fc3(X)
