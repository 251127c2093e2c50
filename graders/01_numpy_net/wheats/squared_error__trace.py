"""The trace of the product of the difference with itself.

exercise: squared_error
"""
import numpy as np


def squared_error(y_pred, y):
    d = y_pred - y
    return np.trace(d.T @ d)
