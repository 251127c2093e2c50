"""Moves each entry there, to the other side, and back, as far as rounding allows.

exercise: numerical_gradient
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    v = w if w.dtype == np.float64 else w.astype(np.float64)
    grad = np.zeros_like(v)
    for i in range(v.shape[0]):
        for j in range(v.shape[1]):
            v[i, j] += eps
            fp = f(v)
            v[i, j] -= 2 * eps
            fm = f(v)
            v[i, j] += eps
            grad[i, j] = (fp - fm) / (2 * eps)
    return grad
