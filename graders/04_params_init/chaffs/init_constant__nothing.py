"""A new tensor is made, and nothing is written.

exercise: init_constant
keeps: 0.0
"""
import torch
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        return torch.full_like(m.weight, value)
