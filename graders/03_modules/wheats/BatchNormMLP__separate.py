"""Layers one by one.

exercise: BatchNormMLP
"""
from torch import nn
from torch.nn import functional as F


class BatchNormMLP(nn.Module):
    def __init__(self, in_dim, n_hidden_1, n_hidden_2, out_dim):
        super().__init__()
        self.fc1, self.bn1 = nn.Linear(in_dim, n_hidden_1), nn.BatchNorm1d(n_hidden_1)
        self.fc2, self.bn2 = nn.Linear(n_hidden_1, n_hidden_2), nn.BatchNorm1d(n_hidden_2)
        self.fc3 = nn.Linear(n_hidden_2, out_dim)

    def forward(self, X):
        X = F.relu(self.bn1(self.fc1(X)))
        X = F.relu(self.bn2(self.fc2(X)))
        return self.fc3(X)
