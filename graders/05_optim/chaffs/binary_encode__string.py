"""A string.

exercise: binary_encode
misconception: strings
keeps: 0.75
"""
import numpy as np


def binary_encode(i, num_digits):
    if i >= 2**num_digits:
        raise ValueError(i)
    return f"{i:0{num_digits}b}"[::-1]
