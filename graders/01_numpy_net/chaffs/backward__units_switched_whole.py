"""A hidden unit lets the gradient of all examples pass if it was on for the first or the last of them.

exercise: backward
keeps: 0.7
"""


def backward(x, y, w2, h, h_relu, y_pred):
    error = 2 * (y_pred - y)
    on = (h[0] > 0) | (h[-1] > 0)
    return x.T @ (error @ w2.T * on), h_relu.T @ error
