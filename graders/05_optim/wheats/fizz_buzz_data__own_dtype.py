"""binary_encode gives float32 already, so the data need no conversion.

exercise: fizz_buzz_data
"""
import numpy as np
import torch


def binary_encode(i, num_digits):
    if i >> num_digits:
        raise ValueError(i)
    return np.array([i // 2**d % 2 for d in range(num_digits)], dtype=np.float32)


def fizz_buzz_data(start, stop, num_digits=10):
    x = [torch.from_numpy(binary_encode(i, num_digits)) for i in range(start, stop)]
    return torch.stack(x), torch.tensor([fizz_buzz_encode(i) for i in range(start, stop)])
