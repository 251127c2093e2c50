"""The ReLU is applied to the gradient.

exercise: backward
misconception: mask-from-gradient
keeps: 0.6
"""
import numpy as np


def backward(x, y, w2, h, h_relu, y_pred):
    up = 2.0 * (y_pred - y)
    grad_w2 = h_relu.T @ up
    back = up @ w2.T
    back = np.maximum(back, 0)
    grad_w1 = x.T @ back
    return grad_w1, grad_w2
