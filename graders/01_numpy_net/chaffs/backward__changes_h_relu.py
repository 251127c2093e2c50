"""The ReLU's slope is written into h_relu.

exercise: backward
misconception: inputs-changed
keeps: 0.75
"""


def backward(x, y, w2, h, h_relu, y_pred):
    up = 2 * (y_pred - y)
    grad_w2 = h_relu.T @ up
    h_relu[h_relu > 0] = 1
    return x.T @ (up @ w2.T * h_relu), grad_w2
