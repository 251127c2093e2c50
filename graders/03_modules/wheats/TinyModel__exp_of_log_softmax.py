"""exp of log_softmax.

exercise: TinyModel
"""
from torch import nn


class TinyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleDict({"in": nn.Linear(100, 200), "out": nn.Linear(200, 10)})

    def forward(self, X):
        return self.layers["out"](self.layers["in"](X).relu()).log_softmax(-1).exp()
