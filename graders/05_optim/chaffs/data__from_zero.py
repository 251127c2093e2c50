"""x goes from 0 to 1.

exercise: data
keeps: 0.725
"""
import torch


def synthetic_data(n):
    x = torch.linspace(0, 1, n).unsqueeze(1)
    return x, x**2 + 0.1 * torch.randn(n, 1)
