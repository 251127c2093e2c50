"""A default step that is far too wide.

exercise: numerical_gradient
keeps: 0.7
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-1):
    directions = np.eye(w.size).reshape(w.size, *w.shape)
    return np.reshape([(f(w + eps * d) - f(w - eps * d)) / (2 * eps) for d in directions], w.shape)
