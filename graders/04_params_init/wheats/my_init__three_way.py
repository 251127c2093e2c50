"""Which of the three it is first, then how large.

exercise: my_init
"""
import torch
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        side = torch.tensor([0.0, 0.0, -1.0, 1.0])[torch.randint(4, m.weight.shape)]
        size = torch.empty(m.weight.shape).uniform_(5, 10)
        m.weight.data.copy_(side * size)
