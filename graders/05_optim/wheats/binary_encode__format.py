"""A formatted string, reversed.

exercise: binary_encode
"""
import numpy as np


def binary_encode(i, num_digits):
    text = format(i, f"0{num_digits}b")
    if len(text) > num_digits:
        raise ValueError(text)
    return np.array(list(text[::-1]), dtype=int)
