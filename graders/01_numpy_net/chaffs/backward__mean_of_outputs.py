"""Divided by the number of outputs.

exercise: backward
misconception: mean-instead-of-sum
keeps: 0.5
"""


def backward(x, y, w2, h, h_relu, y_pred):
    up = 2.0 * (y_pred - y) / y.shape[1]
    grad_w2 = h_relu.T @ up
    back = up @ w2.T
    back = back * (h > 0)
    grad_w1 = x.T @ back
    return grad_w1, grad_w2
