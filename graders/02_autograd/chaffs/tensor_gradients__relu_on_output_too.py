"""A second ReLU, on the prediction, with its own step back.

exercise: tensor_gradients
misconception: relu-on-output
keeps: 0.45
"""


def tensor_gradients(x, y, w1, w2):
    below = x @ w1
    kept = below.relu()
    scores = kept @ w2
    error = 2 * (scores.relu() - y) * scores.gt(0)
    return x.mT @ (error @ w2.mT * below.gt(0)), kept.mT @ error
