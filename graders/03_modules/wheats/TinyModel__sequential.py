"""One nn.Sequential.

exercise: TinyModel
"""
from torch import nn


class TinyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.LazyLinear(200), nn.ReLU(), nn.LazyLinear(10), nn.Softmax(-1))

    def forward(self, X):
        return self.net(X)
