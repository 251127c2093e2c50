"""New layers in every call.

exercise: MLP
misconception: layers-made-in-forward
keeps: 0.3
"""
from torch import nn
from torch.nn import functional as F


class MLP(nn.Module):
    def __init__(self):
        super().__init__()

    def forward(self, X):
        return nn.Linear(256, 10)(F.relu(nn.Linear(20, 256)(X)))
