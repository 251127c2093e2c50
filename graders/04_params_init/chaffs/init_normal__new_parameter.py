"""New Parameters.

exercise: init_normal
misconception: replaces-the-parameter
keeps: 0.65
"""
import torch
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        m.weight = nn.Parameter(torch.randn(m.weight.shape) * 0.01)
        if m.bias is not None:
            m.bias = nn.Parameter(torch.zeros(m.bias.shape))
