"""Small slopes count as 0.

exercise: numerical_gradient
keeps: 0.85
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    point = np.array(w, dtype=float)
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        value = point[index]
        point[index] = value + eps
        above = f(point)
        point[index] = value - eps
        below = f(point)
        point[index] = value
        if not np.isclose(above, below, rtol=0, atol=1e-8):
            gradient[index] = (above - below) / (2 * eps)
    return gradient
