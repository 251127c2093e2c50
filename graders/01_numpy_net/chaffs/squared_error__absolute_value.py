"""Absolute differences.

exercise: squared_error
misconception: absolute-value
keeps: 0.35
"""
import numpy as np


def squared_error(y_pred, y):
    return np.abs(y_pred - y).sum()
