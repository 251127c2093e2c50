"""A gradient with an axis of length 1 loses it.

exercise: backward
keeps: 0.75
"""
import numpy as np


def backward(x, y, w2, h, h_relu, y_pred):
    up = 2.0 * (y_pred - y)
    return x.T @ ((up @ w2.T) * (h > 0)), np.squeeze(h_relu.T @ up)
