"""torch.where on a fresh sample; a strict bound.

exercise: my_init
"""
import torch
from torch import nn


@torch.no_grad()
def my_init(m):
    if isinstance(m, nn.Linear):
        sample = torch.rand_like(m.weight) * 20 - 10
        m.weight.copy_(torch.where(sample.abs() > 5, sample, torch.zeros(())))
    return m
