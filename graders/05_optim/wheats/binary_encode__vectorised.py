"""Vectorised, an array of bools.

exercise: binary_encode
"""
import numpy as np


def binary_encode(i, num_digits):
    if i.bit_length() > num_digits:
        raise ValueError(f"{i} needs {i.bit_length()} digits")
    return (i & (1 << np.arange(num_digits))) != 0
