"""A single row is not normalised in eval mode either.

exercise: BatchNormMLP
keeps: 0.85
"""
import torch
from torch import nn


class BatchNormMLP(nn.Module):
    def __init__(self, in_dim, n_hidden_1, n_hidden_2, out_dim):
        super().__init__()
        self.linears = nn.ModuleList([nn.Linear(in_dim, n_hidden_1), nn.Linear(n_hidden_1, n_hidden_2)])
        self.norms = nn.ModuleList([nn.BatchNorm1d(n_hidden_1), nn.BatchNorm1d(n_hidden_2)])
        self.last = nn.Linear(n_hidden_2, out_dim)

    def forward(self, X):
        for linear, norm in zip(self.linears, self.norms):
            X = linear(X)
            X = torch.relu(norm(X) if len(X) > 1 else X)
        return self.last(X)
