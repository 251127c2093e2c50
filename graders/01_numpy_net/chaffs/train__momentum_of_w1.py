"""With momentum for one of the weights: the first step is right, and then no one part of the step before explains both.

exercise: train
keeps: 0.3
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    v1 = 0
    for t in range(steps):
        h, h_relu, y_pred = forward(x, w1, w2)
        losses.append(squared_error(y_pred, y))
        grad_w1, grad_w2 = backward(x, y, w2, h, h_relu, y_pred)
        v1 = 0.9 * v1 + grad_w1
        w1 = w1 - learning_rate * v1
        w2 = w2 - learning_rate * grad_w2
    return w1, w2, losses
