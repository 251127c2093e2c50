"""A helper of its own, with lists, and w put back from a saved copy.

exercise: numerical_gradient
"""
import numpy as np


def _slope(f, w, position, eps):
    saved = w.copy()
    values = []
    for step in (eps, -eps):
        w.flat[position] = saved.flat[position] + step
        values.append(f(w))
    w[...] = saved
    return (values[0] - values[1]) / (eps + eps)


def numerical_gradient(f, w, eps=1e-6):
    w = w if np.issubdtype(w.dtype, np.floating) else np.asarray(w, dtype=float)
    return np.array([_slope(f, w, position, eps) for position in range(w.size)]).reshape(w.shape)
