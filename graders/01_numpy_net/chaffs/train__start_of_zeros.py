"""Trains weights of its own.

exercise: train
keeps: 0.2
"""
import numpy as np


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    first, second = np.random.randn(*w1.shape), np.random.randn(*w2.shape)
    losses = []
    for _ in range(steps):
        h, h_relu, y_pred = forward(x, first, second)
        losses.append(squared_error(y_pred, y))
        g1, g2 = backward(x, y, second, h, h_relu, y_pred)
        first, second = first - learning_rate * g1, second - learning_rate * g2
    return first, second, losses
