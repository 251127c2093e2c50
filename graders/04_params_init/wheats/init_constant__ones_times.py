"""Ones times the value, copied under no_grad.

exercise: init_constant
"""
import torch
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        with torch.no_grad():
            m.weight[...] = value * torch.ones_like(m.weight)
            for name, p in m.named_parameters():
                if name == "bias":
                    p -= p.clone()
    return m
