"""Small numbers pushed out to 5 in place of 0.

exercise: my_init
misconception: nothing-cleared
keeps: 0.45
"""
import torch
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        with torch.no_grad():
            m.weight.uniform_(-10, 10)
            m.weight.copy_(m.weight.sign() * m.weight.abs().clamp(min=5))
