"""The probabilities are detached.

exercise: TinyModel
keeps: 0.65
"""
from torch import nn
from torch.nn import functional as F


class TinyModel(nn.Module):
    def __init__(self):
        super(TinyModel, self).__init__()
        self.linear1 = nn.Linear(100, 200)
        self.activation = nn.ReLU()
        self.linear2 = nn.Linear(200, 10)

    def forward(self, X):
        X = self.linear1(X)
        X = self.activation(X)
        X = self.linear2(X)
        return F.softmax(X, dim=-1).detach()
