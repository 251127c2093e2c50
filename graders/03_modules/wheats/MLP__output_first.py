"""Defined in another order; torch.relu and odd names.

exercise: MLP
"""
import torch
from torch import nn


class MLP(nn.Module):
    def __init__(self):
        super().__init__()
        self.add_module("Z", nn.Linear(256, 10))
        self.add_module("A", nn.Linear(20, 256))

    def forward(self, inputs):
        hidden = torch.relu(self.A(inputs))
        return self.Z(hidden)
