"""float32 has too few digits for a step of 1e-6.

exercise: numerical_gradient
keeps: 0.45
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    point = w.astype(np.float32)
    gradient = np.zeros(w.shape)
    for index in np.ndindex(*w.shape):
        old = point[index]
        point[index] = old + eps
        above = f(point)
        point[index] = old - eps
        below = f(point)
        point[index] = old
        gradient[index] = (above - below) / (2 * eps)

    return gradient
