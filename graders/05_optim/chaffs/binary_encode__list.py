"""A list.

exercise: binary_encode
keeps: 0.85
"""
import numpy as np


def binary_encode(i, num_digits):
    if i >= 2**num_digits:
        raise ValueError(i)
    return [i >> d & 1 for d in range(num_digits)]
