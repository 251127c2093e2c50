"""No bias before a normalisation, which would take it away again.

exercise: BatchNormMLP
"""
from torch import nn


class BatchNormMLP(nn.Module):
    def __init__(self, in_dim, n_hidden_1, n_hidden_2, out_dim):
        super().__init__()

        def hidden(before, after):
            return nn.Sequential(nn.Linear(before, after, bias=False), nn.BatchNorm1d(after), nn.ReLU())

        self.body = nn.Sequential(hidden(in_dim, n_hidden_1), hidden(n_hidden_1, n_hidden_2))
        self.head = nn.Linear(n_hidden_2, out_dim)

    def forward(self, X):
        return self.head(self.body(X))
