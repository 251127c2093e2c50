"""The new w2 carries the gradient back to w1.

exercise: train
misconception: w2-updated-before-w1-gradient
keeps: 0.6
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    w1, w2 = w1.copy(), w2.copy()
    losses = []
    for _ in range(steps):
        h, h_relu, y_pred = forward(x, w1, w2)
        losses.append(squared_error(y_pred, y))
        grad = 2 * (y_pred - y)
        w2 -= learning_rate * h_relu.T @ grad
        w1 -= learning_rate * x.T @ (grad @ w2.T * (h > 0))
    return w1, w2, losses
