"""Differences that are nearly 0 count as 0.

exercise: squared_error
keeps: 0.8
"""
import numpy as np


def squared_error(y_pred, y):
    difference = y_pred - y
    return float((difference[np.abs(difference) > 5e-3] ** 2).sum())
