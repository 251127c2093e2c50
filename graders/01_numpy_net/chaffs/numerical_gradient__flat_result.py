"""The result is flat.

exercise: numerical_gradient
keeps: 0.5
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    directions = np.eye(w.size).reshape(w.size, *w.shape)
    return np.array([(f(w + eps * d) - f(w - eps * d)) / (2 * eps) for d in directions])
