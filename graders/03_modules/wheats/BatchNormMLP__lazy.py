"""Lazy layers.

exercise: BatchNormMLP
"""
from torch import nn


class BatchNormMLP(nn.Module):
    def __init__(self, in_dim, n_hidden_1, n_hidden_2, out_dim):
        super().__init__()
        self.out = nn.LazyLinear(out_dim)
        self.hidden = nn.ModuleList([nn.LazyLinear(n_hidden_1), nn.LazyLinear(n_hidden_2)])
        self.norms = nn.ModuleList([nn.LazyBatchNorm1d(), nn.LazyBatchNorm1d()])

    def forward(self, X):
        for hidden, norm in zip(self.hidden, self.norms):
            X = norm(hidden(X)).clamp(min=0.0)
        return self.out(X)
