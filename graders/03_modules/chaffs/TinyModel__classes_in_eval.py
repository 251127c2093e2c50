"""In eval mode the most probable class alone gets a 1.

exercise: TinyModel
misconception: other-in-eval
keeps: 0.8
"""
from torch import nn
from torch.nn import functional as F


class TinyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(100, 200), nn.Linear(200, 10)

    def forward(self, X):
        X = self.b(F.relu(self.a(X)))
        if self.training:
            return X.softmax(-1)
        return (X == X.max(-1, keepdim=True).values).float()
