"""100 hidden units.

exercise: TinyModel
keeps: 0.65
"""
from torch import nn
from torch.nn import functional as F


class TinyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear1, self.linear2 = nn.Linear(100, 100), nn.Linear(100, 10)

    def forward(self, X):
        return F.softmax(self.linear2(F.relu(self.linear1(X))), dim=-1)
