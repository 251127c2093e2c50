"""Below minus above.

exercise: numerical_gradient
misconception: wrong-sign
keeps: 0.475
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
        gradient[index] = (below - above) / (2 * eps)

    return gradient
