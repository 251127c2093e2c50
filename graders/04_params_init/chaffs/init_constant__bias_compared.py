"""`!= None` on the bias compares with each of its numbers; `or` needs one truth value.

exercise: init_constant
misconception: fails-with-a-bias
keeps: 0.5
"""
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, value)
        if m.bias or m.bias is not None:
            nn.init.zeros_(m.bias)
