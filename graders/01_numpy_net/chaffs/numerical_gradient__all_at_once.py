"""Moves the whole array at once.

exercise: numerical_gradient
misconception: all-entries-at-once
keeps: 0.15
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    return np.ones(w.shape) * (f(w + eps) - f(w - eps)) / (2 * eps)
