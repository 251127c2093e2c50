"""A dropout that nobody asked for.

exercise: MLP
keeps: 0.65
"""
from torch import nn
from torch.nn import functional as F


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(20, 256)
        self.out = nn.Linear(256, 10)
        self.d = nn.Dropout(0.2)

    def forward(self, X):
        return self.out(self.d(F.relu(self.hidden(X))))
