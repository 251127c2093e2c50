"""Stops when the loss is small.

exercise: train
misconception: stops-early
keeps: 0.65
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for t in range(steps):
        h, h_relu, y_pred = forward(x, w1, w2)
        losses.append(squared_error(y_pred, y))
        if losses[-1] < 1e-3:
            break
        grad_w1, grad_w2 = backward(x, y, w2, h, h_relu, y_pred)
        w1 = w1 - learning_rate * grad_w1
        w2 = w2 - learning_rate * grad_w2
    return w1, w2, losses
