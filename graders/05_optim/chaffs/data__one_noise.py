"""One random number for all points.

exercise: data
misconception: noise-single
keeps: 0.8
"""
import torch


def synthetic_data(n):
    x = torch.linspace(-1, 1, n).unsqueeze(1)
    return x, x**2 + 0.1 * torch.randn(1)
