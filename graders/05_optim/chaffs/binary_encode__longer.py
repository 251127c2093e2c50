"""More digits than asked for, where the number needs them.

exercise: binary_encode
misconception: overflow-lost
keeps: 0.85
"""
import numpy as np


def binary_encode(i, num_digits):
    n = max(num_digits, i.bit_length())
    return np.array([i >> d & 1 for d in range(n)])
