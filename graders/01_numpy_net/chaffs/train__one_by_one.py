"""Each example moves the weights by itself, as in stochastic gradient descent.

exercise: train
misconception: one-example-at-a-time
keeps: 0.5
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for _ in range(steps):
        losses.append(squared_error(forward(x, w1, w2)[2], y))
        for n in range(len(y)):
            row, target = x[n:n + 1], y[n:n + 1]
            g1, g2 = backward(row, target, w2, *forward(row, w1, w2))
            w1, w2 = w1 - learning_rate * g1, w2 - learning_rate * g2
    return w1, w2, losses
