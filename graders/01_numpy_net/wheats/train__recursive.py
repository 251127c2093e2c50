"""Each step calls train for the rest.

exercise: train
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    if steps == 0:
        return w1, w2, []
    h, h_relu, y_pred = forward(x, w1, w2)
    g1, g2 = backward(x, y, w2, h, h_relu, y_pred)
    a, b, losses = train(x, y, w1 - learning_rate * g1, w2 - learning_rate * g2, learning_rate, steps - 1)
    return a, b, [squared_error(y_pred, y)] + losses
