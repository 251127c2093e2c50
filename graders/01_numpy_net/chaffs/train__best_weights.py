"""Returns the weights that had the smallest loss.

exercise: train
keeps: 0.6
"""


def train(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    best = None
    for t in range(steps):
        h, h_relu, y_pred = forward(x, w1, w2)
        losses.append(squared_error(y_pred, y))
        if best is None or losses[-1] < best[0]:
            best = losses[-1], w1, w2
        grad_w1, grad_w2 = backward(x, y, w2, h, h_relu, y_pred)
        w1 = w1 - learning_rate * grad_w1
        w2 = w2 - learning_rate * grad_w2
    return best[1], best[2], losses
