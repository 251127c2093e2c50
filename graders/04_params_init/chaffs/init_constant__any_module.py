"""No look what m is.

exercise: init_constant
misconception: fails-on-other-modules
keeps: 0.55
"""
from torch import nn


def init_constant(m, value=1.0):
    m.weight.data.fill_(value)
    if m.bias is not None:
        m.bias.data.zero_()
