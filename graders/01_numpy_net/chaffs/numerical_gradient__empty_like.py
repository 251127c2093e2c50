"""The result is an array of integers if w is, and is turned into floats too late.

exercise: numerical_gradient
misconception: cast-to-int
keeps: 0.75
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    point = w.astype(float)
    gradient = np.empty_like(w)
    for index in np.ndindex(*w.shape):
        old = point[index]
        point[index] = old + eps
        above = f(point)
        point[index] = old - eps
        below = f(point)
        point[index] = old
        gradient[index] = (above - below) / (2 * eps)
    gradient = gradient.astype(float)
    return gradient
