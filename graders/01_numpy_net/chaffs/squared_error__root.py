"""The norm of the difference.

exercise: squared_error
misconception: root
keeps: 0.45
"""
import numpy as np


def squared_error(y_pred, y):
    return np.linalg.norm(y_pred - y)
