"""The first column is moved as a whole, and the others are not: for one column all entries at once.

exercise: numerical_gradient
keeps: 0.15
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    gradient = np.zeros(w.shape)
    move = np.zeros(w.shape)
    move[:, 0] = eps
    gradient[:, 0] = (f(w + move) - f(w - move)) / (2 * eps)
    return gradient
