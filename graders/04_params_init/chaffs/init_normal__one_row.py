"""One row for all units.

exercise: init_normal
misconception: one-draw
keeps: 0.5
"""
import torch
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        with torch.no_grad():
            m.weight.copy_(torch.randn(m.in_features) * 0.01)
            if m.bias is not None:
                m.bias.zero_()
