"""No look whether there is a bias.

exercise: init_normal
misconception: fails-without-bias
keeps: 0.8
"""
from torch import nn


def init_normal(m):
    if type(m) == nn.Linear:
        nn.init.normal_(m.weight, mean=0, std=0.01)
        nn.init.zeros_(m.bias)
