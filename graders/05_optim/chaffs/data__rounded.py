"""y is rounded to four digits.

exercise: data
misconception: rounded
keeps: 0.85
"""
import torch


def synthetic_data(n):
    x = torch.linspace(-1, 1, n).unsqueeze(1)
    return x, (x**2 + 0.1 * torch.randn(n, 1)).round(decimals=4)
