"""learning_rate and steps have other names.

exercise: train
misconception: other-names
keeps: 0.9
"""
import numpy as np


def train(x, y, w1, w2, lr=1e-6, n=500):
    losses = []
    for _ in range(n):
        h, h_relu, y_pred = forward(x, w1, w2)
        losses.append(squared_error(y_pred, y))
        g1, g2 = backward(x, y, w2, h, h_relu, y_pred)
        w1, w2 = w1 - lr * g1, w2 - lr * g2
    return w1, w2, losses
