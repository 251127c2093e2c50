"""The normalisations are put into training mode in forward.

exercise: BatchNormMLP
misconception: running-statistics-missing
keeps: 0.75
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
        self.bn1.train()
        self.bn2.train()
        X = F.relu(self.bn1(self.fc1(X)))
        return self.fc3(F.relu(self.bn2(self.fc2(X))))
