"""np.copy keeps the memory layout, so for a transposed array ravel is a copy of the copy.

exercise: relu
misconception: order-of-memory
keeps: 0.85
"""
import numpy as np


def relu(x):
    y = np.copy(x)
    flat = y.ravel()
    flat[flat < 0] = 0
    return y
