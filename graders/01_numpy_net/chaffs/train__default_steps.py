"""Another default number of steps.

exercise: train
keeps: 0.85
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=100):
    losses = []
    for step in range(steps):
        h, h_relu, y_pred = forward(x, w1, w2)
        losses.append(squared_error(y_pred, y))
        g1, g2 = backward(x, y, w2, h, h_relu, y_pred)
        w1 = w1 - learning_rate * g1
        w2 = w2 - learning_rate * g2
    return w1, w2, losses
