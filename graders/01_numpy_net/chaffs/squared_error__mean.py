"""The mean.

exercise: squared_error
misconception: mean
"""
import numpy as np


def squared_error(y_pred, y):
    return np.mean((y_pred - y) ** 2)
