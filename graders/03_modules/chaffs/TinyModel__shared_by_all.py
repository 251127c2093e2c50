"""The layers are made once, beside the class: all networks train one set of parameters.

exercise: TinyModel
misconception: layers-shared
keeps: 0.85
"""
from torch import nn

HIDDEN, OUT = nn.Linear(100, 200), nn.Linear(200, 10)


class TinyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(HIDDEN, nn.ReLU(), OUT, nn.Softmax(dim=-1))

    def forward(self, X):
        return self.net(X)
