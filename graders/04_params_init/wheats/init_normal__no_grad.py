"""In place under no_grad; type() for isinstance; returns m.

exercise: init_normal
"""
import torch
from torch import nn


def init_normal(m):
    if type(m) == nn.Linear:
        with torch.no_grad():
            m.weight.copy_(torch.randn(m.weight.shape) * 0.01)
            if m.bias is not None:
                m.bias.fill_(0)
    return m
