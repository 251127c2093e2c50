"""A unit that is barely on counts as off.

exercise: backward
keeps: 0.8
"""


def backward(x, y, w2, h, h_relu, y_pred):
    up = 2.0 * (y_pred - y)
    return x.T @ ((up @ w2.T) * (h > 1e-3)), h_relu.T @ up
