"""It writes where autograd looks.

exercise: init_constant
misconception: recorded-in-the-graph
keeps: 0.35
"""
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        m.weight.fill_(value)
        if m.bias is not None:
            m.bias.zero_()
