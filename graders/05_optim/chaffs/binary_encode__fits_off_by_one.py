"""The largest number that fits is refused.

exercise: binary_encode
keeps: 0.775
"""
import numpy as np


def binary_encode(i, num_digits):
    if i >= 2**num_digits - 1:
        raise ValueError(i)
    return np.array([i >> d & 1 for d in range(num_digits)])
