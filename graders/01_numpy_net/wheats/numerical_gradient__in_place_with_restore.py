"""Moves the entries of w itself (a float copy if it holds integers) and adds what it took.

exercise: numerical_gradient
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    if w.dtype.kind != "f":
        w = w.astype(float)
    gradient = np.zeros(w.shape)
    for i in range(w.shape[0]):
        for j in range(w.shape[1]):
            w[i, j] += eps
            above = f(w)
            w[i, j] -= 2 * eps
            below = f(w)
            w[i, j] += eps
            gradient[i, j] = (above - below) / (2 * eps)
    return gradient
