"""The losses are rounded to four digits.

exercise: train
keeps: 0.75
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for _ in range(steps):
        h, h_relu, y_pred = forward(x, w1, w2)
        losses.append(round(float(squared_error(y_pred, y)), 4))
        grad_w1, grad_w2 = backward(x, y, w2, h, h_relu, y_pred)
        w1, w2 = w1 - learning_rate * grad_w1, w2 - learning_rate * grad_w2
    return w1, w2, losses
