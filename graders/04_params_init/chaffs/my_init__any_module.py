"""No look what m is.

exercise: my_init
misconception: fails-on-other-modules
keeps: 0.75
"""
from torch import nn


def my_init(m):
    nn.init.uniform_(m.weight, -10, 10)
    m.weight.data *= m.weight.data.abs() >= 5
