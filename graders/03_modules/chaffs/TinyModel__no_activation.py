"""No ReLU.

exercise: TinyModel
misconception: no-activation
keeps: 0.475
"""
from torch import nn
from torch.nn import functional as F


class TinyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear1, self.linear2 = nn.Linear(100, 200), nn.Linear(200, 10)

    def forward(self, X):
        return F.softmax(self.linear2(self.linear1(X)), dim=-1)
