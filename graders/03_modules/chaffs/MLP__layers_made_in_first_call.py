"""Layers made in the first call.

exercise: MLP
misconception: layers-made-in-forward
keeps: 0.6
"""
from torch import nn
from torch.nn import functional as F


class MLP(nn.Module):
    def forward(self, X):
        if not hasattr(self, "hidden"):
            self.hidden = nn.Linear(20, 256)
            self.out = nn.Linear(256, 10)
        return self.out(F.relu(self.hidden(X)))
