"""np.vectorize takes the type of the first result, the integer 0, for all of them.

exercise: relu
keeps: 0.575
"""
import numpy as np


def relu(x):
    return np.vectorize(lambda value: value if value > 0 else 0)(x)
