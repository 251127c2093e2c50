"""The same noise in every call.

exercise: data
keeps: 0.8
"""
import torch


def synthetic_data(n):
    generator = torch.Generator().manual_seed(0)
    x = torch.linspace(-1, 1, n).unsqueeze(1)
    return x, x**2 + 0.1 * torch.randn(n, 1, generator=generator)
