"""The largest power of two first.

exercise: binary_encode
misconception: most-significant-first
keeps: 0.5
"""
import numpy as np


def binary_encode(i, num_digits):
    if i >= 2**num_digits:
        raise ValueError(i)
    return np.array([i >> d & 1 for d in reversed(range(num_digits))])
