"""A single row loses its axis.

exercise: fizz_buzz_data
keeps: 0.8
"""
import numpy as np
import torch


def fizz_buzz_data(start, stop, num_digits=10):
    numbers = range(start, stop)
    x = torch.tensor(np.array([binary_encode(i, num_digits) for i in numbers]), dtype=torch.float32).squeeze()
    return x, torch.tensor([fizz_buzz_encode(i) for i in numbers]).squeeze()
