"""The five-point formula.

exercise: numerical_gradient
keeps: 0.75
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    w = w.astype(float)
    g = np.zeros(w.shape)
    for ix in np.ndindex(w.shape):
        d = np.zeros(w.shape); d[ix] = eps
        g[ix] = (8 * (f(w + d) - f(w - d)) - (f(w + 2 * d) - f(w - 2 * d))) / (12 * eps)
    return g
