"""The second normalisation is made, but never called.

exercise: BatchNormMLP
misconception: norm-unused
keeps: 0.6
"""
from torch import nn
from torch.nn import functional as F


class BatchNormMLP(nn.Module):
    def __init__(self, in_dim, n_hidden_1, n_hidden_2, out_dim):
        super().__init__()
        self.l1 = nn.Linear(in_dim, n_hidden_1)
        self.n1 = nn.BatchNorm1d(n_hidden_1)
        self.l2 = nn.Linear(n_hidden_1, n_hidden_2)
        self.n2 = nn.BatchNorm1d(n_hidden_2)
        self.l3 = nn.Linear(n_hidden_2, out_dim)

    def forward(self, X):
        X = F.relu(self.n1(self.l1(X)))
        X = F.relu(self.l2(X))
        return self.l3(X)
