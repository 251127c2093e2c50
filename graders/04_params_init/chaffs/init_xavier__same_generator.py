"""A generator with the same seed in each call.

exercise: init_xavier
misconception: reseeded
keeps: 0.7
"""
import torch
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight, generator=torch.Generator().manual_seed(4))
        if m.bias is not None:
            nn.init.zeros_(m.bias)
