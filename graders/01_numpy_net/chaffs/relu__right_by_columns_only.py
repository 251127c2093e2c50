"""A flat view by columns, which is a copy of the copy for every ordinary array.

exercise: relu
keeps: 0.1
"""
import numpy as np


def relu(x):
    y = np.copy(x)
    flat = y.ravel(order="F")
    flat[flat < 0] = 0
    return y
