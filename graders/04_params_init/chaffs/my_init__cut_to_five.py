"""Large numbers cut to 5, small ones left.

exercise: my_init
misconception: nothing-cleared
keeps: 0.35
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data.clamp_(-5, 5)
