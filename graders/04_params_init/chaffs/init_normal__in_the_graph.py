"""Written into while autograd watches.

exercise: init_normal
misconception: recorded-in-the-graph
keeps: 0.4
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        m.weight.normal_(0, 0.01)
        if m.bias is not None:
            m.bias.zero_()
