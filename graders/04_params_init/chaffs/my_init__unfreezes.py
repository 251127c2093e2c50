"""The flag is off for a moment and on afterwards, whatever it was.

exercise: my_init
misconception: requires-grad-changed
keeps: 0.8
"""
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        m.weight.requires_grad_(False)
        m.weight.uniform_(-10, 10)
        m.weight[m.weight.abs() < 5] = 0
        m.weight.requires_grad_(True)
