"""An array of characters.

exercise: binary_encode
misconception: strings
keeps: 0.8
"""
import numpy as np


def binary_encode(i, num_digits):
    if i >= 2**num_digits:
        raise ValueError(i)
    return np.array(list(f"{i:0{num_digits}b}"[::-1]))
