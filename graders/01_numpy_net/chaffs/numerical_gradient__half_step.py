"""Half of eps to each side.

exercise: numerical_gradient
misconception: half-step
keeps: 0.6
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    gradient = np.zeros(w.shape)
    for index in np.ndindex(*w.shape):
        move = np.zeros(w.shape)
        move[index] = eps / 2
        gradient[index] = (f(w + move) - f(w - move)) / eps
    return gradient
