"""Multiplied by h_relu.

exercise: backward
misconception: scaled-by-h
keeps: 0.55
"""


def backward(x, y, w2, h, h_relu, y_pred):
    up = 2.0 * (y_pred - y)
    grad_w2 = h_relu.T @ up
    back = up @ w2.T
    back = back * h_relu
    grad_w1 = x.T @ back
    return grad_w1, grad_w2
