"""The mask comes from other random numbers.

exercise: my_init
misconception: mask-from-another-sample
keeps: 0.5
"""
import torch
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data *= torch.empty_like(m.weight).uniform_(-10, 10).abs() >= 5
