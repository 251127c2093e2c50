"""Both have one axis.

exercise: data
keeps: 0.7
"""
import torch


def synthetic_data(n):
    x = torch.linspace(-1, 1, n)
    return x, x**2 + 0.1 * torch.randn(n)
