"""The right number in an array of one entry.

exercise: squared_error
misconception: not-a-scalar
keeps: 0.75
"""
import numpy as np


def squared_error(y_pred, y):
    return np.array([((y_pred - y) ** 2).sum()])
