"""The first row again and again, in lists: for one row the right values in another form.

exercise: numerical_gradient
keeps: 0.15
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    row = np.zeros(w.shape[1])
    for column in range(len(row)):
        move = np.zeros(w.shape)
        move[0, column] = eps
        row[column] = (f(w + move) - f(w - move)) / (2 * eps)
    return [row.tolist() for _ in w]
