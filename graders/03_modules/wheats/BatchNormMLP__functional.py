"""The normalisations' tensors, in a functional batch norm.

exercise: BatchNormMLP
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
        def norm(n, Z):
            if n.training:
                n.num_batches_tracked += 1
            return F.batch_norm(Z, n.running_mean, n.running_var, n.weight, n.bias, n.training, n.momentum, n.eps)
        X = norm(self.n1, self.l1(X)).clamp(min=0)
        X = norm(self.n2, self.l2(X)).clamp(min=0)
        return self.l3(X)
