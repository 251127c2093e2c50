"""Noise without its factor.

exercise: data
misconception: noise-not-scaled
keeps: 0.85
"""
import torch


def synthetic_data(n):
    x = torch.linspace(-1, 1, n).unsqueeze(1)
    return x, x**2 + torch.randn(n, 1)
