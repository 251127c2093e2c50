"""A single example is taken for a vector.

exercise: train
keeps: 0.8
"""
import numpy as np


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses, x, y = [], x.squeeze(), y.squeeze()
    for _ in range(steps):
        h = x @ w1
        h_relu = np.maximum(h, 0)
        up = 2 * (h_relu @ w2 - y)
        losses.append(float((up**2).sum() / 4))
        grad_w1, grad_w2 = x.T @ ((up @ w2.T) * (h > 0)), h_relu.T @ up
        w1, w2 = w1 - learning_rate * grad_w1, w2 - learning_rate * grad_w2
    return w1, w2, losses
