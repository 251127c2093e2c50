"""The absolute value.

exercise: relu
misconception: abs
"""
import numpy as np


def relu(x):
    return np.abs(x)
