"""The last linear layer has no bias.

exercise: TinyModel
misconception: bias-missing
keeps: 0.8
"""
import torch
from torch import nn


class TinyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(100, 200)
        self.scores = nn.Linear(200, 10, bias=False)

    def forward(self, X):
        return torch.softmax(self.scores(torch.relu(self.hidden(X))), dim=-1)
