"""NumPy's masked arrays.

exercise: relu
"""
import numpy as np


def relu(x):
    return np.ma.masked_less(x, 0).filled(0.0)
