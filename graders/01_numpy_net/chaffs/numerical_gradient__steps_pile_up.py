"""Each entry stays at minus eps in a copy.

exercise: numerical_gradient
misconception: w-left-changed
keeps: 0.45
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    v = w.astype(float)
    g = np.zeros(w.shape)
    for ix in np.ndindex(w.shape):
        v[ix] += eps
        a = f(v)
        v[ix] -= 2 * eps
        g[ix] = (a - f(v)) / (2 * eps)
    return g
