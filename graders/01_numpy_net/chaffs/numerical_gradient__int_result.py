"""The result is always an array of integers.

exercise: numerical_gradient
misconception: cast-to-int
keeps: 0.3
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    point = w.astype(float)
    gradient = np.zeros(w.shape, dtype=int)
    for index in np.ndindex(*w.shape):
        old = point[index]
        point[index] = old + eps
        above = f(point)
        point[index] = old - eps
        below = f(point)
        point[index] = old
        gradient[index] = (above - below) / (2 * eps)

    return gradient
