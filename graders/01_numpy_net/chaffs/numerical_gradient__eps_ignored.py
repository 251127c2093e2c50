"""A step of its own.

exercise: numerical_gradient
misconception: eps-ignored
keeps: 0.65
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    step = 1e-6
    gradient = np.zeros(w.shape)
    for index in np.ndindex(*w.shape):
        move = np.zeros(w.shape)
        move[index] = step
        gradient[index] = (f(w + move) - f(w - move)) / (2 * step)
    return gradient
