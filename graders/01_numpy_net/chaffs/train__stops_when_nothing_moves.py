"""Stops where the loss hardly changes, measured in absolute numbers.

exercise: train
keeps: 0.7
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for _ in range(steps):
        h, h_relu, y_pred = forward(x, w1, w2)
        losses.append(squared_error(y_pred, y))
        grad_w1, grad_w2 = backward(x, y, w2, h, h_relu, y_pred)
        if max(abs(grad_w1).max(), abs(grad_w2).max()) < 1e-3:
            learning_rate = 0.0
        w1, w2 = w1 - learning_rate * grad_w1, w2 - learning_rate * grad_w2
    return w1, w2, losses
