"""The slope is one half where h is 0.

exercise: backward
misconception: slope-at-zero
keeps: 0.9
"""
import numpy as np


def backward(x, y, w2, h, h_relu, y_pred):
    g = 2 * (y_pred - y)
    return x.T @ ((g @ w2.T) * np.heaviside(h, 0.5)), h_relu.T @ g
