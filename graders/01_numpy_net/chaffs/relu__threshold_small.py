"""What is nearly 0 becomes 0.

exercise: relu
keeps: 0.85
"""
import numpy as np


def relu(x):
    return np.where(x > 1e-4, x, 0.0)
