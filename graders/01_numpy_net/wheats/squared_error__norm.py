"""The squared norm.

exercise: squared_error
"""
import numpy as np


def squared_error(prediction, target):
    return np.linalg.norm(target - prediction) ** 2
