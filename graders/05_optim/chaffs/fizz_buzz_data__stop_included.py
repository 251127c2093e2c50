"""stop is included.

exercise: fizz_buzz_data
misconception: stop-included
keeps: 0.6
"""
import numpy as np
import torch


def fizz_buzz_data(start, stop, num_digits=10):
    x = torch.tensor(np.stack([binary_encode(i, num_digits) for i in range(start, stop + 1)]), dtype=torch.float32)
    y = torch.tensor([fizz_buzz_encode(i) for i in range(start, stop + 1)])
    return x, y
