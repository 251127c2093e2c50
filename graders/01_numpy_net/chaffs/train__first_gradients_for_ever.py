"""Predicts once, before the loop.

exercise: train
keeps: 0.3
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    h, h_relu, y_pred = forward(x, w1, w2)
    g1, g2 = backward(x, y, w2, h, h_relu, y_pred)
    losses = []
    for _ in range(steps):
        losses.append(squared_error(forward(x, w1, w2)[2], y))
        w1 = w1 - learning_rate * g1
        w2 = w2 - learning_rate * g2
    return w1, w2, losses
