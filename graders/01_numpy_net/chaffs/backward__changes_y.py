"""Writes the difference into y.

exercise: backward
misconception: inputs-changed
keeps: 0.725
"""


def backward(x, y, w2, h, h_relu, y_pred):
    y *= -1
    y += y_pred
    g = 2 * y
    return x.T @ ((g @ w2.T) * (h > 0)), h_relu.T @ g
