"""x is drawn at random.

exercise: data
keeps: 0.725
"""
import torch


def synthetic_data(n):
    x = torch.rand(n, 1) * 2 - 1
    return x, x**2 + 0.1 * torch.randn(n, 1)
