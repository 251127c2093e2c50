"""One row for all units.

exercise: my_init
misconception: one-draw
keeps: 0.5
"""
import torch
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        row = torch.empty(m.in_features).uniform_(-10, 10)
        row[row.abs() < 5] = 0
        m.weight.data.copy_(row)
