"""The difference the wrong way round.

exercise: backward
misconception: wrong-sign
keeps: 0.5
"""


def backward(x, y, w2, h, h_relu, y_pred):
    up = 2.0 * (y - y_pred)
    grad_w2 = h_relu.T @ up
    back = up @ w2.T
    back = back * (h > 0)
    grad_w1 = x.T @ back
    return grad_w1, grad_w2
