"""From 0 to 10.

exercise: my_init
misconception: wrong-range
keeps: 0.475
"""
import torch
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        drawn = torch.rand(m.weight.shape) * 10
        drawn[drawn < 5] = 0
        m.weight.data.copy_(drawn)
