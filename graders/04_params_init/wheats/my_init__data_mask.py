"""A mask of floats on .data (minus zero and all).

exercise: my_init
"""
from torch import nn


def my_init(m):
    if type(m) == nn.Linear:
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data *= (m.weight.data.abs() >= 5).float()
