"""A third each of zeros, large and small.

exercise: my_init
keeps: 0.6
"""
import torch
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        sign = torch.randint(-1, 2, m.weight.shape)
        m.weight.data = sign * (5 + 5 * torch.rand(m.weight.shape))
