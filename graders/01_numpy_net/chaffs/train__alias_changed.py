"""A second name is not a copy.

exercise: train
misconception: arguments-changed
keeps: 0.8
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    start1, start2 = w1, w2
    losses = []
    for step in range(steps):
        h, h_relu, y_pred = forward(x, w1, w2)
        losses.append(squared_error(y_pred, y))
        g1, g2 = backward(x, y, w2, h, h_relu, y_pred)
        start1 -= learning_rate * g1
        start2 -= learning_rate * g2
    return w1, w2, losses
