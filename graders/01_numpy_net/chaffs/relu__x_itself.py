"""Where nothing is negative x itself comes back.

exercise: relu
misconception: returns-its-input
keeps: 0.75
"""
import numpy as np


def relu(x):
    return np.where(x > 0, x, 0.0) if (x < 0).any() else x
