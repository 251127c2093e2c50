"""A ReLU that ends at 6.

exercise: MLP
keeps: 0.6
"""
from torch import nn
from torch.nn import functional as F


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(20, 256)
        self.out = nn.Linear(256, 10)

    def forward(self, X):
        return self.out(F.relu6(self.hidden(X)))
