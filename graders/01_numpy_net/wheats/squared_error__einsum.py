"""A contraction with einsum, as a Python float.

exercise: squared_error
"""
import numpy as np


def squared_error(y_pred, y):
    return float(np.einsum("no,no->", y_pred - y, y_pred - y))
