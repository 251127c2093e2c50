"""The absolute value.

exercise: relu
misconception: abs
keeps: 0.4
"""
import numpy as np


def relu(x):
    return np.abs(x)
