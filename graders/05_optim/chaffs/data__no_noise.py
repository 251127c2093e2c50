"""No noise.

exercise: data
misconception: noise-missing
keeps: 0.8
"""
import torch


def synthetic_data(n):
    x = torch.linspace(-1, 1, n).unsqueeze(1)
    return x, x**2
