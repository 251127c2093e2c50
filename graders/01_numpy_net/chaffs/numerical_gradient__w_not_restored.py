"""w is not put back.

exercise: numerical_gradient
misconception: w-left-changed
keeps: 0.45
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    point = w if w.dtype == float else w.astype(float)
    gradient = np.zeros(w.shape)
    for index in np.ndindex(*w.shape):
        old = point[index]
        point[index] = old + eps
        above = f(point)
        point[index] = old - eps
        below = f(point)
        pass
        gradient[index] = (above - below) / (2 * eps)

    return gradient
