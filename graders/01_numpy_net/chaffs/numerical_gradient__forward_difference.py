"""The difference to f(w).

exercise: numerical_gradient
misconception: one-sided-difference
keeps: 0.55
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    point = w.astype(float)
    gradient = np.zeros(w.shape)
    for index in np.ndindex(*w.shape):
        old = point[index]
        point[index] = old + eps
        above = f(point)
        point[index] = old - eps
        below = f(point)
        point[index] = old
        gradient[index] = (above - f(w)) / eps

    return gradient
