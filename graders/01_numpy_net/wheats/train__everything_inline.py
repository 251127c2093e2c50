"""Uses none of the other functions; the losses are an array.

exercise: train
"""
import numpy as np


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    first, second = np.array(w1), np.array(w2)
    losses = np.zeros(steps)
    for t in range(steps):
        hidden = x.dot(first)
        active = np.maximum(hidden, 0)
        difference = active.dot(second) - y
        losses[t] = (difference**2).sum()
        delta = difference.dot(second.T)
        delta[hidden <= 0] = 0
        to_first, to_second = 2 * x.T.dot(delta), 2 * active.T.dot(difference)
        first, second = first - learning_rate * to_first, second - learning_rate * to_second
    return first, second, losses
