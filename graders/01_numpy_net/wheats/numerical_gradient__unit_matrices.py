"""A fresh array for every call, with a single eps in it.

exercise: numerical_gradient
"""
import numpy as np


def numerical_gradient(f, w, eps=1e-6):
    directions = np.eye(w.size).reshape(w.size, *w.shape)
    quotients = [(f(w + eps * d) - f(w - eps * d)) * 0.5 / eps for d in directions]
    return np.reshape(quotients, w.shape)
