"""The flag switched off for a moment.

exercise: my_init
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        flag = m.weight.requires_grad
        m.weight.requires_grad_(False)
        m.weight.uniform_(-10, 10)
        m.weight.masked_fill_(m.weight.abs() < 5, 0)
        m.weight.requires_grad_(flag)
