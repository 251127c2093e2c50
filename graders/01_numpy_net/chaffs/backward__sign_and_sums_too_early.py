"""The absolute error, summed over the batch too early: for one example it has another start and the right way back.

exercise: backward
keeps: 0.15
"""
import numpy as np


def backward(x, y, w2, h, h_relu, y_pred):
    up = np.sign(y_pred - y)
    return np.outer(x.sum(0), ((up @ w2.T) * (h > 0)).sum(0)), np.outer(h_relu.sum(0), up.sum(0))
