"""Right values, as float32.

exercise: numerical_gradient
keeps: 0.75
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    w = w.astype(float)
    g = np.zeros(w.shape, dtype=np.float32)
    for ix in np.ndindex(w.shape):
        d = np.zeros(w.shape); d[ix] = eps
        g[ix] = (f(w + d) - f(w - d)) / (2 * eps)
    return g
