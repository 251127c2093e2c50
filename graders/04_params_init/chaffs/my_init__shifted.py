"""From -10 to 20 (rand times 20 less 10, misread).

exercise: my_init
misconception: wrong-range
keeps: 0.5
"""
import torch
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        drawn = torch.rand(m.weight.shape) * 20 - 5
        m.weight.data.copy_(torch.where(drawn.abs() < 5, 0.0, drawn))
