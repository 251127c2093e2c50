"""w2 is updated, then backward is called again for w1.

exercise: train
misconception: w2-updated-before-w1-gradient
keeps: 0.6
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for _ in range(steps):
        h, h_relu, y_pred = forward(x, w1, w2)
        losses.append(squared_error(y_pred, y))
        w2 = w2 - learning_rate * backward(x, y, w2, h, h_relu, y_pred)[1]
        w1 = w1 - learning_rate * backward(x, y, w2, h, h_relu, y_pred)[0]
    return w1, w2, losses
