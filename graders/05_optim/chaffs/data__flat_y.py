"""y has one axis.

exercise: data
misconception: y-shape
keeps: 0.8
"""
import torch


def synthetic_data(n):
    x = torch.linspace(-1, 1, n)
    y = x**2 + 0.1 * torch.randn(n)
    return x.unsqueeze(1), y
