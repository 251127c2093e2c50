"""The mask of the first example for the whole batch.

exercise: backward
keeps: 0.55
"""


def backward(x, y, w2, h, h_relu, y_pred):
    g = 2 * (y_pred - y)
    return x.T @ ((g @ w2.T) * (h[0] > 0)), h_relu.T @ g
