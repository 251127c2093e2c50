"""No look whether there is a bias.

exercise: my_init
misconception: fails-without-bias
keeps: 0.85
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        kept = m.bias.data.clone()
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data *= m.weight.data.abs() >= 5
        m.bias.data.copy_(kept)
