"""Written into a vector, which is a copy where the weight is not contiguous.

exercise: my_init
keeps: 0.85
"""
import torch
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        flat = m.weight.data.reshape(-1)
        flat.uniform_(-10, 10)
        flat[flat.abs() < 5] = 0
