"""By way of nested lists.

exercise: relu
"""
import numpy as np


def relu(x):
    return np.array([[max(0.0, entry) for entry in row] for row in x.tolist()])
