"""The numbers go from stop - 1 down to start.

exercise: fizz_buzz_data
misconception: other-order
keeps: 0.75
"""
import numpy as np
import torch


def fizz_buzz_data(start, stop, num_digits=10):
    numbers = range(stop - 1, start - 1, -1)
    x = np.stack([binary_encode(i, num_digits) for i in numbers])
    return torch.tensor(x, dtype=torch.float32), torch.tensor([fizz_buzz_encode(i) for i in numbers])
