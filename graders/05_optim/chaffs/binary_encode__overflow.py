"""The upper digits are lost.

exercise: binary_encode
misconception: overflow-lost
keeps: 0.8
"""
import numpy as np


def binary_encode(i, num_digits):
    return np.array([i >> d & 1 for d in range(num_digits)])
