"""Its own helpers, with an order of results and a name of their own.

exercise: train
"""
import numpy as np


def forward(x, w1, w2, everything=True):
    h = x @ w1
    h_relu = np.maximum(h, 0)
    return (h, h_relu, h_relu @ w2) if everything else h_relu @ w2


def _step(x, y, weights, rate):
    h, h_relu, y_pred = forward(x, *weights, everything=True)
    slopes = backward(x, y, weights[1], h, h_relu, y_pred)
    return [w - rate * s for w, s in zip(weights, slopes)], squared_error(y_pred, y)


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    weights, losses = [w1, w2], []
    for _ in range(steps):
        weights, loss = _step(x, y, weights, learning_rate)
        losses.append(loss)
    return (*weights, losses)
