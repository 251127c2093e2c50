"""Rounded to four digits.

exercise: my_init
keeps: 0.75
"""
import torch
from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        with torch.no_grad():
            m.weight.uniform_(-10, 10).round_(decimals=4)
            m.weight[m.weight.abs() < 5] = 0
