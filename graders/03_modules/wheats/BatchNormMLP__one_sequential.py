"""One nn.Sequential, filled in a loop, ReLU in place.

exercise: BatchNormMLP
"""
from torch import nn


class BatchNormMLP(nn.Module):
    def __init__(self, n_in, a, b, n_out):
        super(BatchNormMLP, self).__init__()
        self.net = nn.Sequential()
        last = n_in
        for size in (a, b):
            self.net.extend([nn.Linear(last, size), nn.BatchNorm1d(size), nn.ReLU(True)])
            last = size
        self.net.append(nn.Linear(last, n_out))

    def forward(self, X):
        return self.net(X)
