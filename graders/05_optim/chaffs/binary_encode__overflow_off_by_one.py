"""2**num_digits is let through.

exercise: binary_encode
misconception: overflow-lost
keeps: 0.85
"""
import numpy as np


def binary_encode(i, num_digits):
    if i > 2**num_digits:
        raise ValueError(i)
    return np.array([i >> d & 1 for d in range(num_digits)])
