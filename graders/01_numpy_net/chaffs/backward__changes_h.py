"""h is turned into the mask.

exercise: backward
misconception: inputs-changed
keeps: 0.75
"""


def backward(x, y, w2, h, h_relu, y_pred):
    up = 2 * (y_pred - y)
    h[h > 0] = 1
    h[h < 0] = 0
    return x.T @ (up @ w2.T * h), h_relu.T @ up
