"""The layers are default arguments, made once: all networks train one set of parameters.

exercise: MLP
misconception: layers-shared
keeps: 0.8
"""
from torch import nn
from torch.nn import functional as F


class MLP(nn.Module):
    def __init__(self, hidden=nn.Linear(20, 256), out=nn.Linear(256, 10)):
        super().__init__()
        self.hidden, self.out = hidden, out

    def forward(self, X):
        return self.out(F.relu(self.hidden(X)))
