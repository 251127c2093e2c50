"""A contraction, which NumPy gives as an array of shape ().

exercise: squared_error
"""
import numpy as np


def squared_error(y_pred, y):
    difference = y - y_pred
    return np.tensordot(difference, difference, 2)
