"""The most significant digit first.

exercise: fizz_buzz_data
misconception: most-significant-first
keeps: 0.65
"""
import numpy as np
import torch


def fizz_buzz_data(start, stop, num_digits=10):
    x = torch.tensor(np.stack([binary_encode(i, num_digits) for i in range(start, stop)]), dtype=torch.float32)
    y = torch.tensor([fizz_buzz_encode(i) for i in range(start, stop)])
    return x.flip(1), y
