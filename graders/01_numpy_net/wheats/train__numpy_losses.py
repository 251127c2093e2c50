"""Losses as NumPy's numbers, in a list.

exercise: train
"""
import numpy as np


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for _ in range(steps):
        h = x @ w1
        on = np.maximum(h, 0)
        error = on @ w2 - y
        losses.append(np.sum(error**2))
        w1, w2 = w1 - 2 * learning_rate * x.T @ ((error @ w2.T) * (h > 0)), w2 - 2 * learning_rate * on.T @ error
    return w1, w2, losses
