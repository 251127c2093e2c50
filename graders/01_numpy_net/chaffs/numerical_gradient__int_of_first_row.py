"""The first row again and again, as integers: for one row the right values, cut.

exercise: numerical_gradient
keeps: 0.1
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    row = np.zeros(w.shape[1], dtype=int)
    for column in range(len(row)):
        move = np.zeros(w.shape)
        move[0, column] = eps
        row[column] = (f(w + move) - f(w - move)) / (2 * eps)
    return np.array([row for _ in w])
