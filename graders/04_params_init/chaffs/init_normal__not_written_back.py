"""The numbers are drawn and forgotten.

exercise: init_normal
keeps: 0.35
"""
import torch
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        weight = torch.randn_like(m.weight) * 0.01
        if m.bias is not None:
            nn.init.zeros_(m.bias)
