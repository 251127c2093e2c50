"""The gradient passes where the unit was off.

exercise: backward
misconception: mask-inverted
keeps: 0.55
"""
import numpy as np


def backward(x, y, w2, h, h_relu, y_pred):
    up = 2.0 * (y_pred - y)
    grad_w2 = h_relu.T @ up
    back = up @ w2.T
    back = np.where(h < 0, back, 0)
    grad_w1 = x.T @ back
    return grad_w1, grad_w2
