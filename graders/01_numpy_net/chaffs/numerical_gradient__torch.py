"""torch does the work.

exercise: numerical_gradient
misconception: uses-torch
keeps: 0.75
"""
import numpy as np
import torch


def numerical_gradient(f, w, eps=1e-6):
    gradient = torch.zeros(w.shape, dtype=torch.float64)
    for index in np.ndindex(*w.shape):
        move = np.zeros(w.shape)
        move[index] = eps
        gradient[index] = (f(w + move) - f(w - move)) / (2 * eps)
    return gradient.numpy()
