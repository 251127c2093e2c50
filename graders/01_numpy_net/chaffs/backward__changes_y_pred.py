"""The gradient is made in y_pred's own memory.

exercise: backward
misconception: inputs-changed
keeps: 0.75
"""


def backward(x, y, w2, h, h_relu, y_pred):
    up = y_pred
    up -= y
    up *= 2
    return x.T @ (up @ w2.T * (h > 0)), h_relu.T @ up
