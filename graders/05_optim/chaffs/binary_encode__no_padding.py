"""Only as many digits as are needed.

exercise: binary_encode
keeps: 0.75
"""
import numpy as np


def binary_encode(i, num_digits):
    if i >= 2**num_digits:
        raise ValueError(i)
    return np.array([int(c) for c in f"{i:b}"[::-1]])
