"""grad_w2 has its axes exchanged.

exercise: backward
misconception: transposed-result
keeps: 0.55
"""


def backward(x, y, w2, h, h_relu, y_pred):
    up = 2.0 * (y_pred - y)
    grad_w2 = up.T @ h_relu
    back = up @ w2.T
    back = back * (h > 0)
    grad_w1 = x.T @ back
    return grad_w1, grad_w2
