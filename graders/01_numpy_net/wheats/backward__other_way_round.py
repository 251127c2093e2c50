"""Both products transposed, and transposed back: results that are not contiguous.

exercise: backward
"""
import numpy as np


def backward(x, y, w2, h, h_relu, y_pred):
    grad = (y_pred - y) + (y_pred - y)
    return (np.heaviside(h.T, 0) * (w2 @ grad.T) @ x).T, (grad.T @ h_relu).T
