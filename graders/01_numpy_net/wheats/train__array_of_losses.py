"""An array of losses that is filled and becomes a list.

exercise: train
"""
import numpy as np


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = np.zeros(steps)
    for t in range(steps):
        h, hr, p = forward(x, w1, w2)
        losses[t] = squared_error(p, y)
        g1, g2 = backward(x, y, w2, h, hr, p)
        w1, w2 = w1 - learning_rate * g1, w2 - learning_rate * g2
    return w1, w2, losses.tolist()
