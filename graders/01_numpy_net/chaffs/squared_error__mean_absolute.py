"""The mean of the absolute differences.

exercise: squared_error
misconception: mean
keeps: 0.3
"""
import numpy as np


def squared_error(y_pred, y):
    return np.abs(y_pred - y).mean()
