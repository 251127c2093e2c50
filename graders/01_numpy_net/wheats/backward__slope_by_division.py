"""h_relu divided by h is 1 where the unit is on and 0 where it is off.

exercise: backward
"""
import numpy as np


def backward(x, y, w2, h, h_relu, y_pred):
    up = 2 * y_pred - 2 * y
    return x.T @ ((up @ w2.T) * (h_relu / np.where(h == 0, 1, h))), h_relu.T @ up
