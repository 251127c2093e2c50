"""An AssertionError for what does not fit.

exercise: binary_encode
keeps: 0.85
"""
import numpy as np


def binary_encode(i, num_digits):
    assert i < 2**num_digits
    return np.array([i >> d & 1 for d in range(num_digits)])
