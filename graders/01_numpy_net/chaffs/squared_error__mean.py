"""The mean.

exercise: squared_error
misconception: mean
keeps: 0.5
"""
import numpy as np


def squared_error(y_pred, y):
    return np.mean((y_pred - y) ** 2)
