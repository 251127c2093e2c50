"""The generator set back on every call.

exercise: init_normal
misconception: reseeded
keeps: 0.6
"""
import torch
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        torch.manual_seed(0)
        nn.init.normal_(m.weight, 0, 0.01)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
