"""Drawn from the two tails alone, so that no weight is 0.

exercise: my_init
misconception: nothing-cleared
keeps: 0.5
"""
import torch
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        sign = torch.randint(2, m.weight.shape) * 2 - 1
        m.weight.data.copy_(sign * (torch.rand(m.weight.shape) * 5 + 5))
