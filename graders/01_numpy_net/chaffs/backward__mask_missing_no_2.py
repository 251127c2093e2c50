"""The ReLU and the 2 are left out.

exercise: backward
misconception: relu-mask-missing
keeps: 0.375
"""


def backward(x, y, w2, h, h_relu, y_pred):
    up = y_pred - y
    grad_w2 = h_relu.T @ up
    back = up @ w2.T
    back = back
    grad_w1 = x.T @ back
    return grad_w1, grad_w2
