"""np.where for the mask, np.dot for the products.

exercise: backward
"""
import numpy as np


def backward(x, y, w2, h, h_relu, y_pred):
    up = 2 * (y_pred - y)
    down = np.where(h > 0, np.dot(up, w2.T), 0)
    return np.dot(x.T, down), np.dot(h_relu.T, up)
