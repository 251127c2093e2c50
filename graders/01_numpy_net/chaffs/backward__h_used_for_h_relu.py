"""h in the gradient of w2.

exercise: backward
misconception: h-used-for-h-relu
keeps: 0.65
"""


def backward(x, y, w2, h, h_relu, y_pred):
    up = 2.0 * (y_pred - y)
    grad_w2 = h.T @ up
    back = up @ w2.T
    back = back * (h > 0)
    grad_w1 = x.T @ back
    return grad_w1, grad_w2
