"""Everything above -5 cleared.

exercise: my_init
misconception: one-tail-only
keeps: 0.5
"""
import torch
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        with torch.no_grad():
            m.weight.uniform_(-10, 10)
            m.weight[m.weight > -5] = 0
