"""The noise has one axis.

exercise: data
misconception: noise-1d
keeps: 0.8
"""
import torch


def synthetic_data(n):
    x = torch.linspace(-1, 1, n).unsqueeze(1)
    return x, x**2 + 0.1 * torch.randn(n)
