"""Whole numbers only.

exercise: my_init
misconception: whole-numbers
keeps: 0.6
"""
import torch
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        m.weight.data = torch.randint(-10, 11, m.weight.shape).float()
        m.weight.data *= m.weight.data.abs() >= 5
