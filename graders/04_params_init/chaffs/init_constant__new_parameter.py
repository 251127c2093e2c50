"""New Parameters.

exercise: init_constant
misconception: replaces-the-parameter
keeps: 0.675
"""
import torch
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        m.weight = nn.Parameter(torch.full(m.weight.shape, float(value)))
        if m.bias is not None:
            nn.init.zeros_(m.bias)
