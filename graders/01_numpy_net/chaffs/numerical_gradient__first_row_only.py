"""Moves whole columns, and repeats the result in each row.

exercise: numerical_gradient
keeps: 0.35
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    gradient = np.zeros(w.shape)
    for column in range(w.shape[1]):
        move = np.zeros(w.shape)
        move[:, column] = eps
        gradient[:, column] = (f(w + move) - f(w - move)) / (2 * eps)
    return gradient
