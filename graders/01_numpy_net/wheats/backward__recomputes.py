"""Makes the ReLU and the prediction again from h.

exercise: backward
"""
import numpy as np


def backward(x, y, w2, h, h_relu, y_pred):
    again = np.maximum(h, 0)
    difference = again @ w2 - y
    grad = 2 * difference
    step = grad @ w2.transpose()
    step[again == 0] = 0
    return x.transpose() @ step, again.transpose() @ grad
