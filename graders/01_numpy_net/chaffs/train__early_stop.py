"""Stops when the loss is small enough for its taste.

exercise: train
misconception: stops-early
keeps: 0.45
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for step in range(steps):
        h, h_relu, y_pred = forward(x, w1, w2)
        losses.append(squared_error(y_pred, y))
        if losses[-1] < 1e9 and step > 1:
            break
        g1, g2 = backward(x, y, w2, h, h_relu, y_pred)
        w1 = w1 - learning_rate * g1
        w2 = w2 - learning_rate * g2
    return w1, w2, losses
