"""The derivative of the square without its 2.

exercise: backward
misconception: missing-factor-2
keeps: 0.55
"""


def backward(x, y, w2, h, h_relu, y_pred):
    up = y_pred - y
    grad_w2 = h_relu.T @ up
    back = up @ w2.T
    back = back * (h > 0)
    grad_w1 = x.T @ back
    return grad_w1, grad_w2
