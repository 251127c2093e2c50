"""A single example is taken for a vector.

exercise: backward
keeps: 0.75
"""
import numpy as np


def backward(x, y, w2, h, h_relu, y_pred):
    x, h, h_relu = np.squeeze(x), np.squeeze(h), np.squeeze(h_relu)
    up = 2.0 * np.squeeze(y_pred - y, axis=0) if x.ndim == 1 else 2.0 * (y_pred - y)
    return x.T @ ((up @ w2.T) * (h > 0)), h_relu.T @ up
