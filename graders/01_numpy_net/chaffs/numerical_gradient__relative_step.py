"""A step that grows with the entry.

exercise: numerical_gradient
keeps: 0.775
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    w = w.astype(float)
    g = np.zeros(w.shape)
    for ix in np.ndindex(w.shape):
        d = np.zeros(w.shape); d[ix] = eps * max(1.0, abs(w[ix]))
        g[ix] = (f(w + d) - f(w - d)) / (2 * d[ix])
    return g
