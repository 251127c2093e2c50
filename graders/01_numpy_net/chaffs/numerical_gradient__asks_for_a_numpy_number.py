"""Takes what f returns for a NumPy scalar; it may be a Python float.

exercise: numerical_gradient
keeps: 0.5
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    point = np.array(w, dtype=float)
    gradient = np.empty_like(point)
    for index in np.ndindex(point.shape):
        value = point[index]
        point[index] = value + eps
        above = f(point).item()
        point[index] = value - eps
        below = f(point).item()
        point[index] = value
        gradient[index] = (above - below) / (2 * eps)
    return gradient
