"""The absolute value by a square and a root.

exercise: relu
"""
import numpy as np


def relu(x):
    return (x + np.sqrt(x**2)) / 2
