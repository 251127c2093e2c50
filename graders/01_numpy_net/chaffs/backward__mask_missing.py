"""The ReLU is left out.

exercise: backward
misconception: relu-mask-missing
keeps: 0.6
"""


def backward(x, y, w2, h, h_relu, y_pred):
    up = 2.0 * (y_pred - y)
    grad_w2 = h_relu.T @ up
    back = up @ w2.T
    back = back
    grad_w1 = x.T @ back
    return grad_w1, grad_w2
