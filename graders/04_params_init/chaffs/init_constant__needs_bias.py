"""No look whether there is a bias.

exercise: init_constant
misconception: fails-without-bias
keeps: 0.85
"""
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        m.weight.data.fill_(value)
        m.bias.data.fill_(0)
