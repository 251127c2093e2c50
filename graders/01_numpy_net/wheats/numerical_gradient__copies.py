"""Two copies for each entry.

exercise: numerical_gradient
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    gradient = np.empty(w.shape, dtype=float)
    for index, _ in np.ndenumerate(w):
        higher, lower = np.array(w, float), np.array(w, float)
        higher[index] += eps
        lower[index] -= eps
        gradient[index] = (f(higher) - f(lower)) / (2 * eps)
    return gradient
