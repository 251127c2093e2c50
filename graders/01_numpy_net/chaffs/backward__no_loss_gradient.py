"""y_pred in place of the difference.

exercise: backward
misconception: no-loss-gradient
keeps: 0.25
"""


def backward(x, y, w2, h, h_relu, y_pred):
    up = 2.0 * y_pred
    grad_w2 = h_relu.T @ up
    back = up @ w2.T
    back = back * (h > 0)
    grad_w1 = x.T @ back
    return grad_w1, grad_w2
