"""A nested list in place of an array.

exercise: numerical_gradient
keeps: 0.5
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    w = w.astype(float)
    g = np.zeros(w.shape)
    for i, j in np.ndindex(w.shape):
        a = w.copy(); b = w.copy()
        a[i, j] += eps; b[i, j] -= eps
        g[i, j] = (f(a) - f(b)) / (2 * eps)
    return g.tolist()
