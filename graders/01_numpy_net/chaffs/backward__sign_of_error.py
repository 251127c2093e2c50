"""The gradient of the absolute error.

exercise: backward
keeps: 0.35
"""
import numpy as np


def backward(x, y, w2, h, h_relu, y_pred):
    up = np.sign(y_pred - y)
    grad_w2 = h_relu.T @ up
    back = up @ w2.T
    back = back * (h > 0)
    grad_w1 = x.T @ back
    return grad_w1, grad_w2
