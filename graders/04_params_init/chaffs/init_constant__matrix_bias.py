"""A bias made for a layer that has none.

exercise: init_constant
keeps: 0.75
"""
import torch
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, value)
        if m.bias is None:
            m.bias = nn.Parameter(torch.zeros(m.out_features))
        nn.init.zeros_(m.bias)
