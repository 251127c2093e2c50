"""Sums over the batch too early.

exercise: backward
keeps: 0.3
"""
import numpy as np


def backward(x, y, w2, h, h_relu, y_pred):
    g = 2 * (y_pred - y)
    return np.outer(x.sum(0), ((g @ w2.T) * (h > 0)).sum(0)), np.outer(h_relu.sum(0), g.sum(0))
