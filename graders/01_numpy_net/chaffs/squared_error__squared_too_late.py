"""The square of the sum.

exercise: squared_error
misconception: squared-too-late
keeps: 0.35
"""
import numpy as np


def squared_error(y_pred, y):
    return np.sum(y_pred - y) ** 2
