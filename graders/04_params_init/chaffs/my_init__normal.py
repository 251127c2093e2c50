"""Normal numbers times ten.

exercise: my_init
misconception: wrong-range
keeps: 0.5
"""
import torch
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, 0, 10)
        m.weight.data *= m.weight.data.abs() >= 5
