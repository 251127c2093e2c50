"""The upper half of the numbers that fit is refused.

exercise: binary_encode
misconception: few-digits
keeps: 0.65
"""
import numpy as np


def binary_encode(i, num_digits):
    if i.bit_length() >= num_digits:
        raise ValueError(f"{i} is too large")
    return np.array([i // 2**k % 2 for k in range(num_digits)])
