"""Keeps the squares in place of their sum.

exercise: train
keeps: 0.75
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for step in range(steps):
        h, h_relu, y_pred = forward(x, w1, w2)
        losses.append((y_pred - y) ** 2)
        g1, g2 = backward(x, y, w2, h, h_relu, y_pred)
        w1 = w1 - learning_rate * g1
        w2 = w2 - learning_rate * g2
    return w1, w2, losses
