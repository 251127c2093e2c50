"""With momentum.

exercise: train
keeps: 0.4
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    v1 = v2 = 0
    for t in range(steps):
        h, h_relu, y_pred = forward(x, w1, w2)
        losses.append(squared_error(y_pred, y))
        grad_w1, grad_w2 = backward(x, y, w2, h, h_relu, y_pred)
        v1 = 0.9 * v1 + grad_w1
        v2 = 0.9 * v2 + grad_w2
        w1 = w1 - learning_rate * v1
        w2 = w2 - learning_rate * v2
    return w1, w2, losses
